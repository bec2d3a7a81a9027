package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Lends buffers over memory that GStreamer knows nothing of. */
public final class PiecePool implements Lender {
    /** Memory for one picture. */
    public interface Piece {
        /** All of it, direct. */
        ByteBuffer bytes();

        /** Frees it; called once, by any thread. */
        void free();
    }

    /** GDestroyNotify of a buffer's memory. */
    interface Notify extends Callback {
        void invoke(long number);
    }

    /** A piece in a buffer that somebody holds. */
    private record Lent(PiecePool pool, Piece piece) {
    }

    // by the number that the buffer's memory gives back when it is freed
    private static final Map<Long, Lent> LENT = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Notify GIVE_BACK = Callbacks.keep(number -> {
        Lent returned = LENT.remove(number);
        returned.pool().takeBack(returned.piece());
    });

    private final Supplier<Piece> maker;
    private final Deque<Piece> free = new ArrayDeque<>();
    private boolean isFlushing;
    private boolean isClosed;

    /**
     * Makes as many pieces as are needed at the same time; the last ones that came back go first.
     *
     * @param first is owned
     */
    public PiecePool(Piece first, Supplier<Piece> maker) {
        this.maker = maker;
        free.push(first);
    }

    @Override
    public Optional<Buffer> acquire() {
        Optional<Piece> piece = take();
        return piece.map(this::lend);
    }

    private synchronized Optional<Piece> take() {
        return isFlushing ? Optional.empty() : Optional.of(free.isEmpty() ? maker.get() : free.pop());
    }

    private Buffer lend(Piece piece) {
        long number = NUMBERS.incrementAndGet();
        LENT.put(number, new Lent(this, piece));
        var bytes = piece.bytes();
        long address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
        return new Buffer(Gst.gst_buffer_new_wrapped_full(0, address, bytes.remaining(), 0, bytes.remaining(), number, GIVE_BACK));
    }

    private synchronized void takeBack(Piece piece) {
        if (isClosed) {
            piece.free();
        } else {
            free.push(piece);
        }
    }

    @Override
    public synchronized void setFlushing(boolean flushing) {
        isFlushing = flushing;
    }

    /** Pieces that are lent are freed as soon as they come back. */
    @Override
    public synchronized void close() {
        isClosed = true;
        free.forEach(Piece::free);
        free.clear();
    }
}
