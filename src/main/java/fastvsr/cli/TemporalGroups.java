package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The first frames of a clip as temporal groups, each of frames of one size. */
final class TemporalGroups implements Iterator<TemporalGroups.Group> {
    private final Iterator<RgbImage> frames;
    private final int groupLength;
    private final int lookAhead;
    private final UnaryOperator<RgbImage> look;
    private int framesLeft;
    private final Deque<RgbImage> waiting = new ArrayDeque<>();
    private Optional<RgbImage> last = Optional.empty();

    /**
     * Frames that belong together.
     *
     * @param following  frames behind them, of the same size, which the next group begins with
     * @param startsAnew whether the frames have another size than those before, or are the first
     */
    record Group(List<RgbImage> frames, List<RgbImage> following, boolean startsAnew) {
        Group {
            frames = List.copyOf(frames);
            following = List.copyOf(following);
        }

        /** Frames and following. */
        List<RgbImage> all() {
            return Stream.concat(frames.stream(), following.stream()).toList();
        }
    }

    /**
     * Cuts frames into groups.
     *
     * @param groupLength most frames of a group
     * @param lookAhead   most frames that follow it
     * @param maxFrames   most frames at all
     * @param look        what becomes of each frame first
     */
    TemporalGroups(Iterator<RgbImage> frames, int groupLength, int lookAhead, int maxFrames, UnaryOperator<RgbImage> look) {
        this.look = look;
        this.frames = frames;
        this.groupLength = groupLength;
        this.lookAhead = lookAhead;
        this.framesLeft = maxFrames;
    }

    @Override
    public boolean hasNext() {
        return isThere(0);
    }

    /** Reads on until the frame of that number of those that wait is there, or the clip ends. */
    private boolean isThere(int number) {
        while (waiting.size() <= number && framesLeft > 0 && frames.hasNext()) {
            waiting.add(look.apply(frames.next()));
            framesLeft--;
        }
        return waiting.size() > number;
    }

    @Override
    public Group next() {
        boolean startsAnew = !hasNext() || last.filter(before -> isLike(before, waiting.element())).isEmpty();
        RgbImage first = waiting.element();
        List<RgbImage> group = new ArrayList<>();
        while (group.size() < groupLength && hasNext() && isLike(first, waiting.element())) {
            group.add(waiting.remove());
        }
        last = Optional.of(first);
        isThere(lookAhead - 1);
        return new Group(group, waiting.stream().limit(lookAhead).takeWhile(frame -> isLike(first, frame)).toList(), startsAnew);
    }

    private static boolean isLike(RgbImage a, RgbImage b) {
        return a.width() == b.width() && a.height() == b.height();
    }
}
