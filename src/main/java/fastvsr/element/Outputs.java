package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.BufferPool;
import fastvsr.gst.CudaContext;
import fastvsr.gst.Lender;
import fastvsr.gst.Pad;
import fastvsr.gst.PiecePool;
import fastvsr.gst.VideoInfo;
import fastvsr.model.PinnedMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The buffers that the worker writes into, from the pool agreed upon with downstream. */
final class Outputs {
    private final Pad source;
    private final OutputQueue queue;
    private final CudaContext context;
    private Optional<StreamFormat> format = Optional.empty();
    private int lendable;
    // written by the worker, read by whoever flushes: under the lock, so that nobody flushes a pool that is gone
    private Optional<Lender> pool = Optional.empty();
    private boolean isFlushing;

    Outputs(Pad source, OutputQueue queue, CudaContext context) {
        this.source = source;
        this.queue = queue;
        this.context = context;
    }

    /**
     * Agrees upon a pool with downstream for frames of a format, as soon as everything before this one has left, its caps
     * included.
     *
     * @param needed  buffers that are held at the same time
     * @param pinning makes memory that the network's device writes by itself, if there is such
     * @return false if a flush came in between
     */
    boolean agreeFor(QueuedFrame frame, int needed, Optional<PinnedMemory.Maker> pinning) {
        close();
        return queue.atTurnOf(frame, () -> negotiate(frame.format(), needed, pinning));
    }

    /**
     * Agrees upon a pool before the first frame of a format comes, as soon as its caps have left; if that does not happen soon,
     * {@link #agreeFor} will.
     */
    void agreeAhead(StreamFormat coming, int needed, Optional<PinnedMemory.Maker> pinning) {
        close();
        queue.whenNothingIsReady(() -> {
            source.isToBeReconfigured(); // whatever downstream wants is asked for now
            return negotiate(coming, needed, pinning);
        });
    }

    /**
     * Whether what was agreed upon holds for this format and so many buffers. Downstream's wish to agree anew is heard
     * once: who gets false has to {@link #agreeFor}.
     */
    boolean isAgreedFor(QueuedFrame frame, int needed) {
        return !source.isToBeReconfigured() && needed <= lendable && format.equals(Optional.of(frame.format()));
    }

    /** Downstream may have got other caps already, if the frame was flushed while it waited for its turn. */
    private boolean negotiate(StreamFormat wanted, int needed, Optional<PinnedMemory.Maker> pinning) {
        var caps = source.currentCaps();
        if (caps.isEmpty()) {
            return false;
        }
        try (var known = caps.get()) {
            if (VideoInfo.of(known).stream().noneMatch(wanted.output()::isSameAs)) {
                return false;
            }
            lendFrom(BufferPool.negotiated(source, known, wanted.output(), needed, context,
                    () -> pinned(wanted.output().bytes(), needed, pinning)));
            format = Optional.of(wanted);
            lendable = needed;
            return true;
        }
    }

    private static Optional<Lender> pinned(long bytes, int needed, Optional<PinnedMemory.Maker> pinning) {
        return pinning.map(maker -> new PiecePool(needed, () -> piece(maker.make(bytes))));
    }

    private static PiecePool.Piece piece(PinnedMemory memory) {
        return new PiecePool.Piece() {
            @Override
            public ByteBuffer bytes() {
                return memory.bytes();
            }

            @Override
            public void free() {
                memory.close();
            }
        };
    }

    private synchronized void lendFrom(Lender agreed) {
        agreed.setFlushing(isFlushing);
        pool = Optional.of(agreed);
    }

    /** One buffer per frame, described like that; none if a flush came in between. */
    List<Buffer> acquire(List<QueuedFrame> frames) {
        var buffers = new ArrayList<Buffer>();
        boolean areAll = false;
        try {
            areAll = frames.stream().allMatch(frame -> addFor(frame, buffers));
            return areAll ? buffers : List.of();
        } finally {
            if (!areAll) {
                buffers.forEach(Buffer::close);
            }
        }
    }

    private boolean addFor(QueuedFrame frame, List<Buffer> buffers) {
        var buffer = pool().acquire();
        buffer.ifPresent(empty -> {
            buffers.add(empty);
            empty.describeScaled(frame.format().output(), frame.input(), frame.format().input());
        });
        return buffer.isPresent();
    }

    private synchronized Lender pool() {
        return pool.orElseThrow();
    }

    /** The next frame needs a new agreement, for the network is another one. */
    void renew() {
        format = Optional.empty();
    }

    /** Wakes the worker if it waits for a buffer. */
    synchronized void setFlushing(boolean flushing) {
        isFlushing = flushing;
        pool.ifPresent(active -> active.setFlushing(flushing));
    }

    /** Gives the pool back; the next frame needs a new agreement. */
    synchronized void close() {
        format = Optional.empty();
        pool.ifPresent(Lender::close);
        pool = Optional.empty();
    }
}
