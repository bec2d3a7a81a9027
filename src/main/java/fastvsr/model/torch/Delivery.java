package fastvsr.model.torch;

import fastvsr.model.Futures;
import fastvsr.model.Picture;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Copies the outputs of a group from rows of the host to their pictures, in a thread of its own: who starts groups goes on meanwhile. */
final class Delivery {
    private static final Executor COPYING = Executors.newCachedThreadPool(Delivery::daemon);

    private final List<Picture> pictures;
    private final List<ByteBuffer> rows;
    private final CompletableFuture<Void> done;
    // under the lock of this object
    private boolean isWanted = true;

    /**
     * Waits for the rows.
     *
     * @param arrival returns when they are filled, or throws
     * @param rows    at least as many as there are pictures; read until this has been awaited
     */
    Delivery(Runnable arrival, List<Picture> pictures, List<ByteBuffer> rows) {
        this.pictures = pictures;
        this.rows = rows;
        this.done = CompletableFuture.runAsync(() -> {
            arrival.run();
            copy();
        }, COPYING);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fastvsr-copying");
        thread.setDaemon(true);
        return thread;
    }

    /** One core copies a picture of 4K in two milliseconds, which is most of what the GPU needs to compute it. */
    private synchronized void copy() {
        if (isWanted) {
            IntStream.range(0, pictures.size()).parallel().forEach(i -> {
                ByteBuffer picture = pictures.get(i).content();
                picture.put(rows.get(i).slice(0, picture.remaining()));
            });
        }
    }

    /** Waits until the pictures are written, and throws what went wrong. */
    void await() {
        Futures.await(done);
    }

    /** Nobody wants the pictures any more: they are not touched after this, whether the rows arrive or not. */
    synchronized void abandon() {
        isWanted = false;
    }
}
