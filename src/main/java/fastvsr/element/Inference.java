package fastvsr.element;

import fastvsr.window.FrameGroup;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The worker: one thread that owns the network, takes groups out of the window and finishes their frames.
 *
 * <p>The engine keeps its own threads per calling thread, so the network is loaded, run and freed here.
 */
final class Inference implements Runnable {
    private final Interior interior;
    private final Opener opener;
    private final Supplier<Optional<StreamFormat>> coming;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final Thread thread = new Thread(this, "fastvsr-inference");

    /**
     * A worker that has not been started.
     *
     * @param coming format of the frames that come next; who changes it wakes the window
     */
    Inference(Interior interior, Opener opener, Supplier<Optional<StreamFormat>> coming) {
        this.interior = interior;
        this.opener = opener;
        this.coming = coming;
    }

    /** Starts the worker, which begins to load the network. */
    void start() {
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((worker, failure) -> giveUp(failure));
        thread.start();
    }

    /** Waits until the network is loaded; false if an error was posted instead. */
    boolean awaitNetwork() {
        return opened.join();
    }

    /** Waits until the worker has ended; the window has been closed. */
    void awaitEnd() {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interruption) { // the host's business, after the network is freed
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try (var onTheirWay = new GroupsOnTheirWay(interior.queue(), interior.window());
                var network = new NetworkInUse(interior, opener);
                var finisher = new Finisher(interior, network, onTheirWay)) {
            var warmUp = new WarmUp(interior, network, finisher, coming);
            opened.complete(true);
            for (var group = next(onTheirWay, warmUp); group.isPresent(); group = next(onTheirWay, warmUp)) {
                warmUp.spare(group.get().frames().get(0).format());
                finisher.finish(group.get());
            }
        } finally {
            interior.outputs().close();
        }
    }

    /** What is on its way does not wait for frames that have yet to come. */
    private Optional<FrameGroup<QueuedFrame>> next(GroupsOnTheirWay onTheirWay, WarmUp warmUp) {
        BooleanSupplier otherWork = () -> onTheirWay.count() > 0 ? onTheirWay.canSettleFirst() : warmUp.isDue();
        while (!interior.window().awaitGroup(otherWork)) {
            if (onTheirWay.count() > 0) {
                onTheirWay.settleFirst();
            } else {
                warmUp.run();
            }
        }
        return interior.window().take();
    }

    private void giveUp(Throwable failure) {
        ModelErrors.post(interior.element(), failure);
        interior.queue().fail();
        interior.window().refuse();
        opened.complete(false);
    }
}
