package fastvsr.model.torch;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Peak;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;

/** Measures what a device does at best: a matrix product, of the numbers that convolutions compute with, and a copy, both large. */
public final class PeakMeasurement {
    private static final NetworkPage PAGE = new NetworkPage("peak", """
            def multiply(self, like: Tensor, size: int, kind: int, times: int) -> Tensor:
              device = ops.prim.device(like)
              a = torch.to(torch.rand([size, size], dtype=6, layout=None, device=device, pin_memory=None), kind, False, False, None)
              b = torch.mm(a, a)
              for i in range(times):
                b = torch.mm(a, a)
              return torch.to(torch.select(torch.select(b, 0, 0), 0, 0), 6, False, False, None)

            def copy(self, like: Tensor, size: int, times: int) -> Tensor:
              device = ops.prim.device(like)
              a = torch.ones([size], dtype=6, layout=None, device=device, pin_memory=None)
              b = torch.clone(a, memory_format=None)
              for i in range(times):
                b.copy_(a, False)
              return torch.select(b, 0, 0)
            """);
    private static final int TIMES = 10;

    private PeakMeasurement() {
    }

    /**
     * Measures for some seconds on a CPU, for less on a GPU.
     *
     * @param device  {@code auto}, {@code cpu}, {@code cuda:N}, or several GPUs, which do as often what the first one does
     * @param threads CPU threads that share one operator
     */
    public static Peak measure(String device, int threads) {
        int count = TorchDevice.allNamed(device).size();
        TorchDevice chosen = TorchDevice.allNamed(device).get(0);
        int kind = chosen.convolutionType();
        int size = chosen.isCuda() ? 8192 : 1024;
        int floats = chosen.isCuda() ? 1 << 28 : 1 << 24;
        NetworkSource source = new NetworkSource(List.of(PAGE), Map.of(), new Weights(Map.of(), Map.of()));
        try (TorchModule module = TorchModule.load(source, false, chosen.name(), threads)) {
            double product = seconds(module, "multiply", size, kind);
            double copy = seconds(module, "copy", floats);
            return new Peak(count * 2e-9 * size * size * size / product, count * 8e-9 * floats / copy);
        }
    }

    /** Time of one repetition: a run with many of them, less one without, each the better of two. */
    private static double seconds(TorchModule module, String method, Object... arguments) {
        double none = Math.min(whole(module, method, 0, arguments), whole(module, method, 0, arguments));
        double many = Math.min(whole(module, method, TIMES, arguments), whole(module, method, TIMES, arguments));
        return Math.max(many - none, 1e-9) / TIMES;
    }

    private static double whole(TorchModule module, String method, int times, Object... arguments) {
        try (TensorScope scope = module.newScope()) {
            Object[] all = new Object[arguments.length + 2];
            all[0] = scope.floats(new float[] {1}, 1);
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            all[all.length - 1] = times;
            long start = System.nanoTime();
            module.call(scope, method, all).get(0).number(); // waits
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
