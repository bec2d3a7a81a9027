package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.Log;
import fastvsr.gst.VideoFrame;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import fastvsr.window.FrameGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The worker: one thread that owns the network, takes groups out of the window and finishes their frames.
 *
 * <p>The engine keeps its own threads per calling thread, so the network is loaded, run and freed here.
 */
final class Inference implements Runnable {
    private final Interior interior;
    private final Opener opener;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final Thread thread = new Thread(this, "fastvsr-inference");
    private boolean isStateStale;

    Inference(Interior interior, Opener opener) {
        this.interior = interior;
        this.opener = opener;
    }

    /** Starts the worker and waits until the network is loaded; false if an error was posted instead. */
    boolean start() {
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((worker, failure) -> giveUp(failure));
        thread.start();
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
        try (var network = new NetworkInUse(interior, opener)) {
            opened.complete(true);
            for (var group = interior.window().take(); group.isPresent(); group = interior.window().take()) {
                process(network, group.get());
            }
        } finally {
            interior.outputs().close();
        }
    }

    private void giveUp(Throwable failure) {
        ModelErrors.post(interior.element(), failure);
        interior.queue().fail();
        interior.window().refuse();
        opened.complete(false);
    }

    private void process(NetworkInUse network, FrameGroup<QueuedFrame> group) {
        try {
            isStateStale |= group.isFreshStart();
            if (isWanted(group.frames()) && isPrepared(group.frames())) {
                upscale(network.forNextGroup(), group.frames());
            } else {
                isStateStale = true;
            }
        } finally {
            group.frames().forEach(QueuedFrame::releaseInput);
        }
    }

    private boolean isWanted(List<QueuedFrame> frames) {
        return interior.queue().awaitFinishedAtMost(frames.size()) && !interior.queue().areDropped(frames);
    }

    /** One group of buffers is written while another leaves. */
    private boolean isPrepared(List<QueuedFrame> frames) {
        int longer = Math.max(frames.size(), interior.settings().get().groupLength());
        return interior.outputs().prepareFor(frames.get(0), 2 * longer);
    }

    private void upscale(SuperResolver resolver, List<QueuedFrame> frames) {
        var buffers = interior.outputs().acquire(frames);
        if (buffers.isEmpty()) {
            isStateStale = true;
            return;
        }
        if (isStateStale) {
            resolver.reset();
            isStateStale = false;
        }
        write(resolver, frames, buffers);
        for (int i = 0; i < frames.size(); i++) {
            interior.queue().finish(frames.get(i), buffers.get(i));
        }
    }

    private void write(SuperResolver resolver, List<QueuedFrame> frames, List<Buffer> buffers) {
        var mapped = new ArrayList<VideoFrame>();
        try {
            var info = frames.get(0).format().output();
            buffers.forEach(buffer -> mapped.add(VideoFrame.write(info, buffer).orElseThrow(
                    () -> new IllegalStateException("downstream's buffer cannot be written"))));
            List<Picture> inputs = frames.stream().map(QueuedFrame::picture).toList();
            long start = System.nanoTime();
            resolver.upscale(inputs, mapped.stream().map(frame -> Pictures.of(info, frame)).toList());
            long nanos = System.nanoTime() - start;
            if (interior.stats().countGroup(nanos)) {
                interior.element().postLatencyChange();
            }
            Log.DEBUG.write(interior.element(), () -> "group of " + inputs.size() + " frames in " + nanos / 1000 + " us");
        } finally {
            mapped.forEach(VideoFrame::close);
        }
    }
}
