package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lends buffers over memory that GStreamer knows nothing of, which a thread beside the stream makes: it takes milliseconds to lock
 * the pages of one picture, and a GPU computes nothing meanwhile.
 */
public final class PiecePool implements Lender {
    /** Memory for one picture. */
    public interface Piece {
        /** All of it, direct. */
        ByteBuffer bytes();

        /** Frees it; called once, by any thread, when nobody holds it. */
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
    private final int needed;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // under the lock
    private final Deque<Piece> free = new ArrayDeque<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private int made;
    private boolean isFlushing;
    private boolean isClosed;

    /**
     * Starts to make pieces: as many as are needed at the same time, later another one whenever none is left. The last ones that came
     * back are lent first.
     *
     * @param maker is called by one thread, until {@link #close()} has returned
     */
    public PiecePool(int needed, Supplier<Piece> maker) {
        this.needed = needed;
        this.maker = maker;
        var thread = new Thread(this::makeAhead, "fastvsr-outputs");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((self, thrown) -> fail(thrown));
        thread.start();
    }

    private void makeAhead() {
        try {
            while (awaitNeed()) {
                add(maker.get());
            }
        } finally {
            ended.complete(null);
        }
    }

    /** False as soon as the pool is closed. */
    private boolean awaitNeed() {
        lock.lock();
        try {
            while (!isClosed && made >= needed && !free.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    private void add(Piece piece) {
        change(() -> {
            made++;
            free.add(piece);
        });
    }

    private void fail(Throwable thrown) {
        change(() -> failure = Optional.of(thrown instanceof RuntimeException reason ? reason : new IllegalStateException(thrown)));
    }

    /** Changes something that others wait for. */
    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits where no piece is left until one is made or comes back; throws the reason if none can be made any more. */
    @Override
    public Optional<Buffer> acquire() {
        Optional<Piece> piece = take();
        return piece.map(this::lend);
    }

    private Optional<Piece> take() {
        lock.lock();
        try {
            while (!isFlushing && free.isEmpty() && failure.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            if (!isFlushing && free.isEmpty()) {
                throw failure.orElseThrow();
            }
            changed.signalAll();
            return isFlushing ? Optional.empty() : Optional.of(free.pop());
        } finally {
            lock.unlock();
        }
    }

    private Buffer lend(Piece piece) {
        long number = NUMBERS.incrementAndGet();
        LENT.put(number, new Lent(this, piece));
        var bytes = piece.bytes();
        long address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
        return new Buffer(Gst.gst_buffer_new_wrapped_full(0, address, bytes.remaining(), 0, bytes.remaining(), number, GIVE_BACK));
    }

    private void takeBack(Piece piece) {
        if (!isKept(piece)) {
            piece.free();
        }
    }

    private boolean isKept(Piece piece) {
        lock.lock();
        try {
            if (!isClosed) {
                free.push(piece);
                changed.signalAll();
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void setFlushing(boolean flushing) {
        change(() -> isFlushing = flushing);
    }

    /** Waits until no piece is being made. Pieces that are lent are freed as soon as they come back. */
    @Override
    public void close() {
        change(() -> isClosed = true);
        ended.join();
        free.forEach(Piece::free); // nobody else touches them any more
        free.clear();
    }
}
