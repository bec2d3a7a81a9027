package fastvsr.element;

import fastvsr.model.SuperResolver.Upscaling;
import fastvsr.window.TemporalWindow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The groups that the network works on, in order, with the memory that it reads and writes.
 *
 * <p>For the worker's thread; to be closed when the network works on nothing any more.
 */
final class GroupsOnTheirWay implements AutoCloseable {
    /**
     * Pictures that are being written.
     *
     * @param behind frames that are looked at, too
     */
    private record Group(OutputPictures pictures, List<QueuedFrame> behind, Upscaling upscaling) {
        void releaseInputs() {
            pictures.frames().forEach(QueuedFrame::releaseInput);
            behind.forEach(QueuedFrame::releaseInput);
        }
    }

    private final OutputQueue queue;
    private final TemporalWindow<QueuedFrame> window;
    private final Deque<Group> groups = new ArrayDeque<>();

    /**
     * None yet.
     *
     * @param queue  gets the frames that are finished
     * @param window who waits there for a group is woken when one on its way is done
     */
    GroupsOnTheirWay(OutputQueue queue, TemporalWindow<QueuedFrame> window) {
        this.queue = queue;
        this.window = window;
    }

    /** Takes over a group that has been begun, and a share in the frames behind it that the network looks at. */
    void add(OutputPictures pictures, List<QueuedFrame> behind, Upscaling upscaling) {
        groups.add(new Group(pictures, behind, upscaling));
        upscaling.done().ifPresent(done -> done.whenComplete((nothing, failure) -> window.wake()));
    }

    int count() {
        return groups.size();
    }

    /** Whether there are some, and none of their frames is wanted any more. */
    boolean areDropped() {
        return !groups.isEmpty() && groups.stream().allMatch(group -> queue.areDropped(group.pictures().frames()));
    }

    /** Whether there is one, and it is known that {@link #settleFirst} would not wait. */
    boolean isFirstDone() {
        return !groups.isEmpty() && groups.peek().upscaling().done().filter(done -> done.isDone()).isPresent();
    }

    /** Whether the oldest group is done, or does not tell when it is, so that only {@link #settleFirst} finds out. */
    boolean canSettleFirst() {
        return groups.peek().upscaling().done().map(done -> done.isDone()).orElse(true);
    }

    /** Finishes the frames of the oldest group and gives their inputs back. */
    void settleFirst() {
        groups.peek().upscaling().await();
        var group = groups.remove();
        group.releaseInputs();
        group.pictures().finish(queue);
    }

    void settleAll() {
        while (!groups.isEmpty()) {
            settleFirst();
        }
    }

    /** Frees everything that was not finished. */
    @Override
    public void close() {
        groups.forEach(group -> {
            group.releaseInputs();
            group.pictures().drop();
        });
        groups.clear();
    }
}
