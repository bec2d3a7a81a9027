package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The first frames of a clip as temporal groups, each of frames of one size. */
final class TemporalGroups implements Iterator<TemporalGroups.Group> {
    private final Iterator<RgbImage> frames;
    private final int groupLength;
    private final UnaryOperator<RgbImage> look;
    private int framesLeft;
    private Optional<RgbImage> waiting = Optional.empty();
    private Optional<RgbImage> last = Optional.empty();

    /**
     * Frames that belong together.
     *
     * @param startsAnew whether the frames have another size than those before, or are the first
     */
    record Group(List<RgbImage> frames, boolean startsAnew) {
        Group {
            frames = List.copyOf(frames);
        }
    }

    /**
     * Cuts frames into groups.
     *
     * @param groupLength most frames of a group
     * @param maxFrames   most frames at all
     * @param look        what becomes of each frame first
     */
    TemporalGroups(Iterator<RgbImage> frames, int groupLength, int maxFrames, UnaryOperator<RgbImage> look) {
        this.look = look;
        this.frames = frames;
        this.groupLength = groupLength;
        this.framesLeft = maxFrames;
    }

    @Override
    public boolean hasNext() {
        if (waiting.isEmpty() && framesLeft > 0 && frames.hasNext()) {
            waiting = Optional.of(look.apply(frames.next()));
            framesLeft--;
        }
        return waiting.isPresent();
    }

    @Override
    public Group next() {
        boolean startsAnew = !hasNext() || !continues(last);
        List<RgbImage> group = new ArrayList<>();
        while (group.size() < groupLength && hasNext() && (group.isEmpty() || continues(last))) {
            group.add(waiting.orElseThrow());
            last = waiting;
            waiting = Optional.empty();
        }
        return new Group(group, startsAnew);
    }

    private boolean continues(Optional<RgbImage> before) {
        RgbImage next = waiting.orElseThrow();
        return before.filter(image -> image.width() == next.width() && image.height() == next.height()).isPresent();
    }
}
