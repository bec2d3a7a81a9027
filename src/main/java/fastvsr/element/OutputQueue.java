package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Frames and serialized events in the order in which they have to leave.
 *
 * <p>The streaming thread of upstream adds, the worker finishes frames, the task of the source pad takes, as long as
 * {@link DataFlow} lets them. As in GstQueue, an end of stream downstream drops frames up to the next event that can lift it; unlike
 * there, no sticky event is dropped with them.
 */
final class OutputQueue {
    /** What can stand in the queue. */
    sealed interface Item permits Frame, QueuedEvent {
        /** Whether it can be pushed now. */
        boolean isReady();

        /** Frees it, now or as soon as the worker has finished with it. */
        void drop();
    }

    /** An item that is a picture. */
    sealed interface Frame extends Item permits QueuedFrame, PassedFrame {
        /** The buffer that leaves, given away; the frame has left the queue. */
        Buffer takeOutput();
    }

    private final Deque<Item> items = new ArrayDeque<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DataFlow flow = new DataFlow();
    private boolean isPushing;
    private boolean isHeld;
    private boolean isHoleAtEnd;

    /** Whether a frame may come in: {@link Flow#OK}, or what upstream has to be told. */
    int admission() {
        return underLock(flow::admission);
    }

    /** The result of the last push, or FLUSHING. */
    int flow() {
        return underLock(flow::result);
    }

    /** Whether upstream has sent its end of stream, so that it cannot be told of an error any more. */
    boolean hasEnded() {
        return underLock(flow::hasEnded);
    }

    /** Frames and events that have not left. */
    int level() {
        return underLock(items::size);
    }

    /**
     * Adds a frame if the result is OK; else downstream has refused frames since {@link #admission()}. Nobody waits for one that is
     * not finished.
     */
    int add(QueuedFrame frame) {
        return underLock(() -> {
            int admission = flow.admission();
            if (admission == Flow.OK) {
                if (isHoleAtEnd) {
                    frame.followHole();
                }
                isHoleAtEnd = false;
                items.add(frame);
            }
            return admission;
        });
    }

    /** Adds a frame, and owns it, if the result is OK, as soon as fewer than {@code most} others wait to be pushed. */
    int add(PassedFrame frame, int most) {
        lock.lock();
        try {
            await(() -> flow.admission() != Flow.OK || finishedFrames() < most);
            if (flow.admission() == Flow.OK) {
                items.add(frame);
                changed.signalAll();
            }
            return flow.admission();
        } finally {
            lock.unlock();
        }
    }

    private long finishedFrames() {
        return items.stream().filter(item -> item instanceof Frame && item.isReady()).count();
    }

    /** Takes a frame out that is not to leave: the next one will tell of the hole. */
    void remove(QueuedFrame late) {
        change(() -> {
            if (late.isDropped()) {
                return;
            }
            items.stream().dropWhile(item -> item != late).skip(1).filter(QueuedFrame.class::isInstance)
                    .map(QueuedFrame.class::cast).findFirst()
                    .ifPresentOrElse(QueuedFrame::followHole, () -> isHoleAtEnd = true);
            items.remove(late);
            late.drop();
        });
    }

    /** As {@link DataFlow#reopenFor}. */
    boolean reopenFor(QueuedEvent event) {
        return underLockWaking(() -> flow.reopenFor(event));
    }

    /**
     * Adds an event and owns it if the result is OK.
     *
     * @return OK, or what upstream has to be told: sticky events are taken in spite of an error, which the next frame
     *         will report better, but for the end of stream, which no frame follows
     */
    int add(QueuedEvent queued) {
        return underLockWaking(() -> {
            int admission = flow.admit(queued);
            if (admission == Flow.OK) {
                items.add(queued);
            }
            return admission;
        });
    }

    /** Lets data flow after activation, a flush or an end. */
    void open() {
        change(flow::open);
    }

    /** As {@link DataFlow#reopenIfNotLinked}. */
    boolean reopenIfNotLinked() {
        return underLockWaking(flow::reopenIfNotLinked);
    }

    /** Stops data flow until {@link #restart()} because the worker cannot go on, as the application knows. */
    void fail() {
        change(flow::fail);
    }

    /** Whether the application knows already why no data flows. */
    boolean hasFailed() {
        return underLock(flow::hasFailed);
    }

    /** There is a new worker. */
    void restart() {
        change(flow::restart);
    }

    /** Stops everything and wakes everybody; what is in the queue stays until {@link #clear()}. */
    void flush() {
        change(flow::flush);
    }

    /** Takes everything out; frames are dropped, events returned, in order, for the caller to keep or free. */
    List<Event> clear() {
        var events = new ArrayList<Event>();
        change(() -> {
            for (; !items.isEmpty(); items.remove()) {
                if (items.peek() instanceof QueuedEvent queued) {
                    events.add(queued.event());
                } else {
                    items.peek().drop();
                }
            }
            isHoleAtEnd = false;
        });
        return events;
    }

    /** Hands over the upscaled buffers of some frames. */
    void finish(List<QueuedFrame> frames, List<Buffer> upscaled) {
        change(() -> {
            for (int i = 0; i < frames.size(); i++) {
                frames.get(i).finish(upscaled.get(i));
            }
        });
    }

    /** Waits for the next item that can be pushed; empty if the flow is not OK. */
    Optional<Item> next() {
        lock.lock();
        try {
            await(() -> !flow.isOpen() || !isHeld && !items.isEmpty() && items.peek().isReady());
            if (!flow.isOpen()) {
                return Optional.empty();
            }
            isPushing = true;
            changed.signalAll(); // one less is finished and waits
            return Optional.of(items.remove());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes how the push of an item ended.
     *
     * @return the flow from now on; the task goes on while it is OK
     */
    int pushed(Item item, int result) {
        return underLockWaking(() -> {
            isPushing = false;
            if (flow.isOpen() && item instanceof Frame && result == Flow.EOS) {
                skipToEventThatLiftsEnd();
            } else if (flow.isOpen()) {
                flow.note(isLast(item) ? Flow.EOS : result);
            }
            return flow.result();
        });
    }

    /** What waits behind an end of stream has been let in by a new beginning. */
    private boolean isLast(Item pushed) {
        return pushed instanceof QueuedEvent queued && queued.isEndOfStream() && flow.hasEnded() && items.isEmpty();
    }

    /** Runs what stops the flow, unless data may flow again already; nobody can let it flow meanwhile. */
    void ifStopped(Runnable stop) {
        change(() -> {
            if (!flow.isOpen()) {
                stop.run();
            }
        });
    }

    /** Downstream wants nothing before a new beginning but events that its pads remember, such as other caps. */
    private void skipToEventThatLiftsEnd() {
        boolean isLifted = false;
        for (var waiting = items.iterator(); waiting.hasNext() && !isLifted;) {
            var item = waiting.next();
            isLifted = canPassEnd(item);
            if (!isLifted && !isRemembered(item)) {
                waiting.remove();
                item.drop();
            }
        }
        flow.noteEndDownstream(!isLifted);
    }

    private static boolean isRemembered(Item item) {
        return item instanceof QueuedEvent queued && queued.event().isSticky();
    }

    private static boolean canPassEnd(Item item) {
        return item instanceof QueuedEvent queued && (queued.liftsEnd() || queued.isEndOfStream());
    }

    /** Waits until at most so many upscaled frames have not left; false as soon as the queue is flushing. */
    boolean awaitFinishedAtMost(int frames) {
        lock.lock();
        try {
            await(() -> flow.isFlushing() || finishedFrames() <= frames);
            return !flow.isFlushing();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything before a frame has left, then runs something during which nothing else leaves.
     *
     * @return what that returns, or false if the frame is dropped, then or before
     */
    boolean atTurnOf(QueuedFrame frame, BooleanSupplier action) {
        BooleanSupplier isMissed = () -> flow.isFlushing() || frame.isDropped();
        BooleanSupplier hasCome = () -> !isPushing && items.peek() == frame;
        return runHeld(hasCome, isMissed, action);
    }

    /**
     * Waits until all has left that can leave before the worker has finished another frame, then runs something during which
     * nothing else leaves.
     *
     * @return what that returns, or false if what there is cannot leave
     */
    boolean whenNothingIsReady(BooleanSupplier action) {
        BooleanSupplier isMissed = () -> !flow.isOpen();
        BooleanSupplier hasCome = () -> !isPushing && (items.isEmpty() || !items.peek().isReady());
        return runHeld(hasCome, isMissed, action);
    }

    /** Two threads that push at the same time would both send what a pad remembers after a flush, perhaps in another order. */
    private boolean runHeld(BooleanSupplier hasTurnCome, BooleanSupplier isTurnMissed, BooleanSupplier action) {
        lock.lock();
        try {
            await(() -> isTurnMissed.getAsBoolean() || hasTurnCome.getAsBoolean());
            if (isTurnMissed.getAsBoolean()) {
                return false;
            }
            isHeld = true;
        } finally {
            lock.unlock();
        }
        try {
            return action.getAsBoolean();
        } finally {
            change(() -> isHeld = false);
        }
    }

    /** Waits until everything has left; false if it cannot leave. */
    boolean awaitEmpty() {
        lock.lock();
        try {
            await(() -> !flow.isOpen() || items.isEmpty() && !isPushing);
            return flow.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** Whether none of the frames is wanted any more. */
    boolean areDropped(List<QueuedFrame> frames) {
        return underLock(() -> frames.stream().allMatch(QueuedFrame::isDropped));
    }

    /** Whether a flush has come since the frames were put in. */
    boolean areFlushed(List<QueuedFrame> frames) {
        return underLock(() -> flow.isFlushing() || frames.stream().allMatch(QueuedFrame::isDropped));
    }

    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            changed.awaitUninterruptibly();
        }
    }

    /** Asks, or changes what nobody waits for, while nobody else does; to wake somebody would cost more than the question. */
    private <T> T underLock(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** The same, and wakes whoever waits for a change; they look when nobody else does any more. */
    private <T> T underLockWaking(Supplier<T> question) {
        return underLock(() -> {
            changed.signalAll();
            return question.get();
        });
    }

    private void change(Runnable change) {
        underLockWaking(() -> {
            change.run();
            return true;
        });
    }
}
