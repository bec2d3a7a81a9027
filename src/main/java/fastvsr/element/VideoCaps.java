package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.IntRange;
import fastvsr.gst.Structure;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Caps arithmetic: what the sizes on one pad mean for the other.
 *
 * <p>Either axis grows by 1 to {@link #SCALE}, so the pixel aspect ratio may change too; every other field stays.
 */
final class VideoCaps {
    /** Output samples per input sample, along each axis, at most. */
    static final int SCALE = 4;
    static final String PIXEL_ASPECT_RATIO = "pixel-aspect-ratio";

    private static final List<String> AXES = List.of("width", "height");

    private VideoCaps() {
    }

    /** Caps of the source pad for caps of the sink pad. */
    static Caps upscaled(Caps input) {
        return resized(input, range -> new IntRange(range.min(), times(range.max())));
    }

    /** Caps of the sink pad for caps of the source pad. */
    static Caps downscaled(Caps output) {
        return resized(output, range -> new IntRange(ceilDivided(range.min()), range.max()));
    }

    /** Caps of pictures that are so much larger along both axes. */
    static Caps scaled(Caps fixed, double scale) {
        return resized(fixed, range -> {
            int size = (int) Math.round(range.min() * scale);
            return new IntRange(size, size);
        });
    }

    /** The largest number of samples along an axis. */
    static int longestSide(Caps caps) {
        return AXES.stream().flatMap(axis -> caps.first().ranges(axis).stream()).mapToInt(IntRange::max).max().orElseThrow();
    }

    private static Caps resized(Caps caps, UnaryOperator<IntRange> change) {
        return caps.withEach(structure -> {
            for (String axis : AXES) {
                var ranges = structure.ranges(axis).stream().map(change).toList();
                if (!ranges.isEmpty()) {
                    structure.with(axis, ranges);
                }
            }
            structure.without(PIXEL_ASPECT_RATIO); // any will do
        });
    }

    /** Width and height of a picture of fixed caps, as messages tell them. */
    static String size(Structure fixed) {
        return AXES.stream().map(axis -> String.valueOf(fixed.ranges(axis).get(0).min())).collect(Collectors.joining("x"));
    }

    /** Pixels of a picture of fixed caps. */
    static long pixels(Caps fixed) {
        return AXES.stream().mapToLong(axis -> fixed.first().ranges(axis).get(0).min()).reduce(1, (a, b) -> a * b);
    }

    /**
     * What a pad can take or give, considering the other pad's peer: as whoever asks likes it best, then as that peer does, then as the
     * template does. So the peer is not asked for what the template allows, for it answers in the order of the question.
     *
     * @param template of this pad
     * @param filter   what whoever asks is interested in
     * @param toOther  from this pad's caps to the other's
     * @param askPeer  what the other pad's peer allows of some caps
     * @param fromOther from the other pad's caps to this one's
     */
    static Caps possible(Caps template, Caps filter, UnaryOperator<Caps> toOther, UnaryOperator<Caps> askPeer,
            UnaryOperator<Caps> fromOther) {
        try (var wantedThere = toOther.apply(filter);
                var there = askPeer.apply(wantedThere);
                var here = fromOther.apply(there);
                var allowed = here.intersect(template)) {
            return filter.intersect(allowed);
        }
    }

    private static int times(int size) {
        return (int) Math.min((long) size * SCALE, Integer.MAX_VALUE);
    }

    private static int ceilDivided(int size) {
        return (int) (((long) size + SCALE - 1) / SCALE);
    }
}
