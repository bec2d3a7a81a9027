package fastvsr.model.torch;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import java.util.List;
import java.util.Map;

/** Prints how long the network page takes per frame: arguments preset, threads, fused, width, height. */
final class PageTiming {
    private PageTiming() {
    }

    public static void main(String[] arguments) {
        Preset preset = Preset.named(arguments[0]).orElseThrow();
        var page = NetworkPage.load(Preset.PAGE);
        var source = new NetworkSource(List.of(page), Map.of("fused", Integer.parseInt(arguments[2])), preset.untrained(1));
        int width = Integer.parseInt(arguments[3]);
        int height = Integer.parseInt(arguments[4]);
        System.out.println(source.weights().parameters() + " parameters");
        try (TorchModule module = TorchModule.load(source, false, "cpu", Integer.parseInt(arguments[1]));
                TensorScope held = module.newScope()) {
            Tensor x = held.floats(new float[3 * width * height], 1, 3, height, width);
            double best = Double.MAX_VALUE;
            List<Tensor> state = List.of();
            try (TensorScope carried = module.newScope()) {
                for (int i = 0; i < 100; i++) {
                    try (TensorScope scope = module.newScope()) {
                        long start = System.nanoTime();
                        List<Tensor> results = module.call(scope, "step", x, state);
                        best = Math.min(best, (System.nanoTime() - start) / 1e6);
                        state = carried.adopt(results.subList(2, results.size()));
                    }
                }
            }
            System.out.printf("step %.2f ms%n", best);
        }
    }
}
