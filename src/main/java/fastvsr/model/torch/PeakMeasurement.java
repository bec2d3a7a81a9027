package fastvsr.model.torch;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Peak;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

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
    private static final int FEW = 8;
    /** Seconds that repetitions take together: what else happens on the machine is small beside it. */
    private static final double LONG_ENOUGH = 0.2;

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
            double product = secondsEach(times -> whole(module, "multiply", size, kind, times));
            double copy = secondsEach(times -> whole(module, "copy", floats, times));
            return new Peak(count * 2e-9 * size * size * size / product, count * 8e-9 * floats / copy);
        }
    }

    /**
     * Time of one repetition: what a run with many of them takes longer than one without.
     *
     * @param run repeats something so many times and returns the seconds that it took; the first runs may be slow
     */
    static double secondsEach(IntToDoubleFunction run) {
        better(run, 1); // libtorch compiles a method at its first calls
        double none = better(run, 0);
        int times = FEW;
        double longer = better(run, times) - none;
        while (longer < LONG_ENOUGH) {
            times *= 2;
            longer = better(run, times) - none;
        }
        return longer / times;
    }

    private static double better(IntToDoubleFunction run, int times) {
        return Math.min(run.applyAsDouble(times), run.applyAsDouble(times));
    }

    private static double whole(TorchModule module, String method, Object... arguments) {
        try (TensorScope scope = module.newScope()) {
            Object[] all = new Object[arguments.length + 1];
            all[0] = scope.floats(new float[] {1}, 1);
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long start = System.nanoTime();
            module.call(scope, method, all).get(0).number(); // waits
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
