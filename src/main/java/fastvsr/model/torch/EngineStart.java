package fastvsr.model.torch;

import fastvsr.model.natives.GpuStart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Loads libtorch and opens a GPU at the same time, in threads of their own, once in a process. */
final class EngineStart {
    // what has been begun and may be going on
    private static final List<CompletableFuture<Void>> GOING_ON = new ArrayList<>();
    private static boolean isBegun;
    private static boolean isGpuBegun;

    private EngineStart() {
    }

    /**
     * Begins what has not been begun; whoever calls {@link TorchEngine#load} waits for libtorch.
     *
     * @param device of a user's choice; the first GPU that it names is opened
     */
    static synchronized void begin(String device) {
        if (!isGpuBegun && !device.equals("cpu")) {
            isGpuBegun = true;
            run("fastvsr-gpu", () -> openGpu(device));
        }
        if (!isBegun) {
            isBegun = true;
            run("fastvsr-libtorch", TorchEngine::load);
        }
    }

    private static void openGpu(String device) {
        if (TorchDevice.isLikelyCuda(device)) {
            GpuStart.open(TorchDevice.firstNumber(device));
        }
    }

    /** What goes wrong is met again by whoever needs it. */
    private static void run(String name, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        GOING_ON.add(done);
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } finally {
                done.complete(null);
            }
        }, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((self, failure) -> { });
        thread.start();
    }

    /** Waits until nothing is going on: a process that ends while libraries are loaded may crash. */
    static void await() {
        begun().forEach(CompletableFuture::join);
    }

    private static synchronized List<CompletableFuture<Void>> begun() {
        return List.copyOf(GOING_ON);
    }
}
