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
import java.util.function.IntSupplier;

/**
 * Frames and serialized events in the order in which they have to leave, with the flow between the two pads.
 *
 * <p>The streaming thread of upstream adds, the worker finishes frames, the task of the source pad takes. The flow
 * rules are those of GstQueue (gstqueue.c): the last push's result is what upstream gets, a downstream end of stream
 * drops frames up to the next event that can lift it. Unlike there, no sticky event is dropped with them.
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
    private int flow = Flow.FLUSHING;
    private boolean hasEnded;
    private boolean isEndedDownstream;
    private boolean isPushing;
    private boolean isHeld;
    private boolean isHoleAtEnd;
    private boolean hasFailed;

    /** Whether a frame may come in: {@link Flow#OK}, or what upstream has to be told. */
    int admission() {
        return locked(this::answerToFrames);
    }

    private int answerToFrames() {
        return flow == Flow.OK && (hasEnded || isEndedDownstream) ? Flow.EOS : flow;
    }

    /** The result of the last push, or FLUSHING. */
    int flow() {
        return locked(() -> flow);
    }

    /** Whether upstream has sent its end of stream, so that it cannot be told of an error any more. */
    boolean hasEnded() {
        return locked(() -> hasEnded ? 1 : 0) != 0;
    }

    /** Frames and events that have not left. */
    int level() {
        return locked(items::size);
    }

    /** Adds a frame if the result is OK; else downstream has refused frames since {@link #admission()}. */
    int add(QueuedFrame frame) {
        return locked(() -> {
            int answer = answerToFrames();
            if (answer == Flow.OK) {
                if (isHoleAtEnd) {
                    frame.followHole();
                }
                isHoleAtEnd = false;
                items.add(frame);
            }
            return answer;
        });
    }

    /** Adds a frame, and owns it, if the result is OK, as soon as fewer than {@code most} others wait to be pushed. */
    int add(PassedFrame frame, int most) {
        lock.lock();
        try {
            await(() -> answerToFrames() != Flow.OK || finishedFrames() < most);
            if (answerToFrames() == Flow.OK) {
                items.add(frame);
                changed.signalAll();
            }
            return answerToFrames();
        } finally {
            lock.unlock();
        }
    }

    private long finishedFrames() {
        return items.stream().filter(item -> item instanceof Frame && item.isReady()).count();
    }

    /** Takes a frame out that is not to leave: the next one will tell of the hole. */
    void remove(QueuedFrame late) {
        locked(() -> {
            if (late.isDropped()) {
                return 0;
            }
            items.stream().dropWhile(item -> item != late).skip(1).filter(QueuedFrame.class::isInstance)
                    .map(QueuedFrame.class::cast).findFirst()
                    .ifPresentOrElse(QueuedFrame::followHole, () -> isHoleAtEnd = true);
            items.remove(late);
            late.drop();
            return 0;
        });
    }

    /** Lets data flow again if an event is to begin something after an end; false if it does not. An error stays. */
    boolean reopenFor(QueuedEvent event) {
        return locked(() -> {
            boolean restarts = event.liftsEnd() && (hasEnded && flow == Flow.OK || flow == Flow.EOS);
            if (restarts) {
                letFlow();
            }
            return restarts ? 1 : 0;
        }) != 0;
    }

    /**
     * Adds an event and owns it if the result is OK.
     *
     * @return OK, or what upstream has to be told: sticky events are taken in spite of an error, which the next frame
     *         will report better, but for the end of stream, which no frame follows
     */
    int add(QueuedEvent queued) {
        boolean isTakenAnyway = queued.event().isSticky() && !queued.isEndOfStream();
        return locked(() -> {
            if (flow != Flow.OK && !isTakenAnyway) {
                return flow;
            }
            if (hasEnded && !Flow.isFatal(flow)) {
                return Flow.EOS;
            }
            hasEnded = queued.isEndOfStream();
            isEndedDownstream &= !queued.liftsEnd();
            items.add(queued);
            return Flow.OK;
        });
    }

    /** Lets data flow after activation, a flush or an end. */
    void open() {
        locked(() -> {
            letFlow();
            return 0;
        });
    }

    private void letFlow() {
        hasEnded = false;
        isEndedDownstream = false;
        flow = hasFailed ? Flow.ERROR : Flow.OK;
    }

    /** Lets data flow again after a push to nobody; false if that was not the reason why it stopped. */
    boolean reopenIfNotLinked() {
        return locked(() -> {
            boolean wasNotLinked = flow == Flow.NOT_LINKED;
            flow = wasNotLinked ? Flow.OK : flow;
            return wasNotLinked ? 1 : 0;
        }) != 0;
    }

    /**
     * Stops data flow until {@link #restart()} because the worker cannot go on, as the application knows; an earlier reason stays
     * unless a link would lift it.
     */
    void fail() {
        locked(() -> {
            hasFailed = true;
            flow = flow == Flow.OK || flow == Flow.NOT_LINKED ? Flow.ERROR : flow;
            return flow;
        });
    }

    /** Whether the application knows already why no data flows. */
    boolean hasFailed() {
        return locked(() -> hasFailed ? 1 : 0) != 0;
    }

    /** There is a new worker. */
    void restart() {
        locked(() -> {
            hasFailed = false;
            return 0;
        });
    }

    /** Stops everything and wakes everybody; what is in the queue stays until {@link #clear()}. */
    void flush() {
        locked(() -> flow = Flow.FLUSHING);
    }

    /** Takes everything out; frames are dropped, events returned, in order, for the caller to keep or free. */
    List<Event> clear() {
        var events = new ArrayList<Event>();
        locked(() -> {
            for (var item : items) {
                if (item instanceof QueuedEvent queued) {
                    events.add(queued.event());
                } else {
                    item.drop();
                }
            }
            items.clear();
            isHoleAtEnd = false;
            return 0;
        });
        return events;
    }

    /** Hands over an upscaled buffer. */
    void finish(QueuedFrame frame, Buffer upscaled) {
        locked(() -> {
            frame.finish(upscaled);
            return 0;
        });
    }

    /** Waits for the next item that can be pushed; empty if the flow is not OK. */
    Optional<Item> next() {
        lock.lock();
        try {
            await(() -> flow != Flow.OK || !isHeld && !items.isEmpty() && items.peek().isReady());
            if (flow != Flow.OK) {
                return Optional.empty();
            }
            isPushing = true;
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
        return locked(() -> {
            isPushing = false;
            if (flow != Flow.OK) {
                return flow;
            }
            if (item instanceof Frame && result == Flow.EOS) {
                skipToEventThatLiftsEnd();
                return flow;
            }
            // what waits behind an end of stream has been let in by a new beginning
            boolean isLast = item instanceof QueuedEvent queued && queued.isEndOfStream() && hasEnded && items.isEmpty();
            flow = isLast ? Flow.EOS : result;
            return flow;
        });
    }

    /** Runs what stops the flow, unless data may flow again already; nobody can let it flow meanwhile. */
    void ifStopped(Runnable stop) {
        locked(() -> {
            if (flow != Flow.OK) {
                stop.run();
            }
            return 0;
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
        isEndedDownstream = !isLifted;
    }

    private static boolean isRemembered(Item item) {
        return item instanceof QueuedEvent queued && queued.event().isSticky();
    }

    private static boolean canPassEnd(Item item) {
        return item instanceof QueuedEvent queued && (queued.liftsEnd() || queued.isEndOfStream());
    }

    /** Waits until at most so many upscaled frames have not left; false as soon as the queue is flushing. */
    boolean awaitFinishedAtMost(int frames) {
        return awaitUnlessFlushing(() -> finishedFrames() <= frames);
    }

    /**
     * Waits until everything before a frame has left, then runs something during which nothing else leaves.
     *
     * @return what that returns, or false if the frame is dropped, then or before
     */
    boolean atTurnOf(QueuedFrame frame, BooleanSupplier action) {
        return held(() -> flow == Flow.FLUSHING || frame.isDropped() || !isPushing && items.peek() == frame,
                () -> flow != Flow.FLUSHING && !frame.isDropped(), action);
    }

    /**
     * Waits until all has left that can leave before the worker has finished another frame, then runs something during which
     * nothing else leaves.
     *
     * @return what that returns, or false if what there is cannot leave
     */
    boolean whenNothingIsReady(BooleanSupplier action) {
        return held(() -> flow != Flow.OK || !isPushing && (items.isEmpty() || !items.peek().isReady()), () -> flow == Flow.OK, action);
    }

    /** Two threads that push at the same time would both send what a pad remembers after a flush, perhaps in another order. */
    private boolean held(BooleanSupplier awaited, BooleanSupplier isWanted, BooleanSupplier action) {
        lock.lock();
        try {
            await(awaited);
            if (!isWanted.getAsBoolean()) {
                return false;
            }
            isHeld = true;
        } finally {
            lock.unlock();
        }
        try {
            return action.getAsBoolean();
        } finally {
            locked(() -> {
                isHeld = false;
                return 0;
            });
        }
    }

    /** Waits until everything has left; false if it cannot leave. */
    boolean awaitEmpty() {
        lock.lock();
        try {
            await(() -> flow != Flow.OK || items.isEmpty() && !isPushing);
            return flow == Flow.OK;
        } finally {
            lock.unlock();
        }
    }

    /** Whether none of the frames is wanted any more. */
    boolean areDropped(List<QueuedFrame> frames) {
        return locked(() -> frames.stream().allMatch(QueuedFrame::isDropped) ? 1 : 0) != 0;
    }

    /** Whether a flush has come since the frames were put in. */
    boolean areFlushed(List<QueuedFrame> frames) {
        return locked(() -> flow == Flow.FLUSHING || frames.stream().allMatch(QueuedFrame::isDropped) ? 1 : 0) != 0;
    }

    private boolean awaitUnlessFlushing(BooleanSupplier condition) {
        lock.lock();
        try {
            await(() -> flow == Flow.FLUSHING || condition.getAsBoolean());
            return flow != Flow.FLUSHING;
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            changed.awaitUninterruptibly();
        }
    }

    private int locked(IntSupplier change) {
        lock.lock();
        try {
            return change.getAsInt();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }
}
