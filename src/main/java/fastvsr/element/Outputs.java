package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.BufferPool;
import fastvsr.gst.Pad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The buffers that the worker writes into, from the pool agreed upon with downstream. */
final class Outputs {
    private final Pad source;
    private final OutputQueue queue;
    private Optional<StreamFormat> format = Optional.empty();
    // written by the worker, read by whoever flushes
    private volatile Optional<BufferPool> pool = Optional.empty();

    Outputs(Pad source, OutputQueue queue) {
        this.source = source;
        this.queue = queue;
    }

    /**
     * Agrees upon a pool with downstream if that was not done for the frame's format, or is asked for again.
     *
     * <p>Everything before the frame has left by then, its caps included.
     *
     * @param needed buffers that are held at the same time
     * @return false if a flush came in between
     */
    boolean prepareFor(QueuedFrame frame, int needed) {
        if (!source.isToBeReconfigured() && format.equals(Optional.of(frame.format()))) {
            return true;
        }
        if (!queue.awaitTurnOf(frame)) {
            return false;
        }
        close();
        negotiate(frame.format(), needed);
        return pool.isPresent();
    }

    private void negotiate(StreamFormat wanted, int needed) {
        source.currentCaps().ifPresent(caps -> {
            try (caps) {
                pool = Optional.of(BufferPool.negotiated(source, caps, wanted.output(), needed));
                format = Optional.of(wanted);
            }
        });
    }

    /** One buffer per frame, described like that; none if a flush came in between. */
    List<Buffer> acquire(List<QueuedFrame> frames) {
        var buffers = new ArrayList<Buffer>();
        for (var frame : frames) {
            var buffer = pool.orElseThrow().acquire();
            if (buffer.isEmpty()) {
                buffers.forEach(Buffer::close);
                return List.of();
            }
            buffer.get().describeLike(frame.input());
            buffers.add(buffer.get());
        }
        return buffers;
    }

    /** Wakes the worker if it waits for a buffer. */
    void setFlushing(boolean flushing) {
        pool.ifPresent(active -> active.setFlushing(flushing));
    }

    /** Gives the pool back; the next frame needs a new agreement. */
    void close() {
        format = Optional.empty();
        pool.ifPresent(BufferPool::close);
        pool = Optional.empty();
    }
}
