package fastvsr.window;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;
import java.util.function.UnaryOperator;

/**
 * The frames that wait for the network, gathered into temporal groups.
 *
 * <p>One thread puts frames in, another takes groups out; any thread may flush, refuse or close. A group is complete
 * when it is as long as the shape says and the frames are there that have to follow it, at a {@link #cut()}, at a
 * {@link #drain()}, or when its first frame has waited for long enough. Frames that follow a group stay in the window and lead
 * the next one.
 */
public final class TemporalWindow<F> {
    /** The patience of a frame that waits for its group however long that takes. */
    public static final long FOREVER = Long.MAX_VALUE;

    private final Deque<FrameGroup<F>> complete = new ArrayDeque<>();
    private final List<F> gathering = new ArrayList<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Consumer<F> lending;
    private final ToLongBiFunction<F, WindowShape> patience;
    private WindowShape shape;
    private boolean isFreshStart = true;
    private boolean isRefusing;
    private boolean isClosed;

    /**
     * An empty window.
     *
     * @param lending  hears under the lock of every frame that is taken out as one that follows a group: it will be given out
     *                 again, by {@link #take}, {@link #leak} or {@link #flush}, perhaps while it is still looked at
     * @param patience says under the lock for how many nanoseconds from now on the first frame of a group waits for the others
     *                 of this shape, as long as {@link #awaitGroup} is waited in; or {@link #FOREVER}
     */
    public TemporalWindow(WindowShape shape, Consumer<F> lending, ToLongBiFunction<F, WindowShape> patience) {
        this.shape = shape;
        this.lending = lending;
        this.patience = patience;
    }

    /** Makes an empty window usable again after {@link #close()}, perhaps with another shape. */
    public void reopen(WindowShape newShape) {
        locked(() -> {
            assert gathering.isEmpty() && complete.isEmpty();
            shape = newShape;
            isFreshStart = true;
            isRefusing = false;
            isClosed = false;
        });
    }

    /** Changes the shape from the next group on; groups that are long enough for it are complete at once. */
    public void reshape(UnaryOperator<WindowShape> change) {
        locked(() -> {
            shape = change.apply(shape);
            completeGroups(shape.neededFrames());
        });
    }

    /** The shape of the next group. */
    public WindowShape shape() {
        lock.lock();
        try {
            return shape;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a frame can be put in.
     *
     * @return false if the window refuses frames
     */
    public boolean awaitRoom() {
        lock.lock();
        try {
            while (!isRefusing && complete.size() >= shape.waitingGroups()) {
                changed.awaitUninterruptibly();
            }
            return !isRefusing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the oldest complete group out if that many wait, two or more; what follows is a fresh start if the group was one.
     */
    public Optional<FrameGroup<F>> leak(int groups) {
        lock.lock();
        try {
            if (complete.size() < groups) {
                return Optional.empty();
            }
            var leaked = complete.remove();
            if (leaked.isFreshStart()) {
                var next = complete.remove();
                complete.addFirst(new FrameGroup<>(next.frames(), next.following(), true));
            }
            return Optional.of(leaked);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a frame; {@link #awaitRoom()} has said that there is room. */
    public void put(F frame) {
        lock.lock();
        try {
            gathering.add(frame);
            boolean isComplete = gathering.size() >= shape.neededFrames();
            completeGroups(shape.neededFrames());
            if (isComplete || gathering.size() == 1 && patience.applyAsLong(frame, shape) != FOREVER) {
                changed.signalAll(); // nobody waits for less
            }
        } finally {
            lock.unlock();
        }
    }

    /** Completes what is being gathered, however short the last group is and however few frames follow. */
    public void drain() {
        locked(() -> completeGroups(1));
    }

    /** Completes what is being gathered; what comes next has nothing to do with it. */
    public void cut() {
        locked(() -> {
            completeGroups(1);
            isFreshStart = true;
        });
    }

    /** Completes groups as long as so many frames are there. */
    private void completeGroups(int neededFrames) {
        while (gathering.size() >= neededFrames) {
            completeGroup();
        }
    }

    private void completeGroup() {
        int length = Math.min(gathering.size(), shape.groupLength());
        int seen = Math.min(gathering.size(), length + shape.lookAhead());
        complete.add(new FrameGroup<>(gathering.subList(0, length), gathering.subList(length, seen), isFreshStart));
        gathering.subList(0, length).clear();
        isFreshStart = false;
    }

    /** Drops everything that waits; the next frame is a fresh start. Returns what was dropped, in order. */
    public List<F> flush() {
        var dropped = new ArrayList<F>();
        locked(() -> {
            complete.forEach(group -> dropped.addAll(group.frames()));
            dropped.addAll(gathering);
            complete.clear();
            gathering.clear();
            isFreshStart = true;
        });
        return dropped;
    }

    /** From now on {@link #awaitRoom()} returns false, also where it waits already. */
    public void refuse() {
        locked(() -> isRefusing = true);
    }

    /** Ends {@link #refuse()}. */
    public void accept() {
        locked(() -> isRefusing = false);
    }

    /** Whether {@link #refuse()} was not called, or was ended. */
    public boolean isAccepting() {
        lock.lock();
        try {
            return !isRefusing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@link #take()} would return at once, or something else is true. Completes a group whose first frame has waited
     * for long enough.
     *
     * @param otherwise whoever makes it true calls {@link #wake()} then
     * @return false if it is only the other that is true
     */
    public boolean awaitGroup(BooleanSupplier otherwise) {
        lock.lock();
        try {
            while (!isClosed && complete.isEmpty() && !otherwise.getAsBoolean()) {
                awaitChangeOrGroup();
            }
            return isClosed || !complete.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void awaitChangeOrGroup() {
        long left = gathering.isEmpty() ? FOREVER : patience.applyAsLong(gathering.get(0), shape);
        if (left == FOREVER) {
            changed.awaitUninterruptibly();
        } else if (left > 0) {
            awaitChange(left);
        } else {
            completeGroup();
        }
    }

    private void awaitChange(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException interruption) { // somebody else's business: there are changes that end the wait
            Thread.currentThread().interrupt();
            changed.awaitUninterruptibly();
        }
    }

    /** Lets {@link #awaitGroup} look again. */
    public void wake() {
        locked(() -> { });
    }

    /** Waits for a complete group and takes it out; empty as soon as the window is closed. */
    public Optional<FrameGroup<F>> take() {
        lock.lock();
        try {
            while (!isClosed && complete.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            changed.signalAll();
            if (isClosed) {
                return Optional.empty();
            }
            var taken = complete.remove();
            taken.following().forEach(lending);
            return Optional.of(taken);
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #take()} for good. */
    public void close() {
        locked(() -> {
            isClosed = true;
            isRefusing = true;
        });
    }

    /** Frames that wait. */
    public int level() {
        lock.lock();
        try {
            return gathering.size() + complete.stream().mapToInt(group -> group.frames().size()).sum();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
