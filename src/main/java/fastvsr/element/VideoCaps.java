package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.IntRange;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Caps arithmetic: what the sizes on one pad mean for the other; every other field stays as it is. */
final class VideoCaps {
    /** Output samples per input sample, along each axis. */
    static final int SCALE = 4;

    private static final List<String> SIZES = List.of("width", "height");

    private VideoCaps() {
    }

    /** Caps of the source pad for caps of the sink pad. */
    static Caps upscaled(Caps input) {
        return input.withRanges(SIZES, each(VideoCaps::times));
    }

    /** Caps of the sink pad for caps of the source pad; sizes that are no multiple drop out. */
    static Caps downscaled(Caps output) {
        return output.withRanges(SIZES, ranges -> ranges.stream()
                .filter(range -> ceilDivided(range.min()) <= range.max() / SCALE)
                .map(range -> new IntRange(ceilDivided(range.min()), range.max() / SCALE)).toList());
    }

    /**
     * What a pad can take or give, considering the other pad's peer.
     *
     * @param template of this pad
     * @param filter   what whoever asks is interested in
     * @param toOther  from this pad's caps to the other's
     * @param askPeer  what the other pad's peer allows of some caps
     * @param fromOther from the other pad's caps to this one's
     */
    static Caps possible(Caps template, Caps filter, UnaryOperator<Caps> toOther, UnaryOperator<Caps> askPeer,
            UnaryOperator<Caps> fromOther) {
        try (var wanted = filter.intersect(template);
                var wantedThere = toOther.apply(wanted);
                var there = askPeer.apply(wantedThere);
                var here = fromOther.apply(there);
                var allowed = here.intersect(template)) {
            return filter.intersect(allowed);
        }
    }

    private static UnaryOperator<List<IntRange>> each(Function<IntRange, IntRange> change) {
        return ranges -> ranges.stream().map(change).toList();
    }

    private static IntRange times(IntRange range) {
        return new IntRange(times(range.min()), times(range.max()));
    }

    private static int times(int size) {
        return (int) Math.min((long) size * SCALE, Integer.MAX_VALUE);
    }

    private static int ceilDivided(int size) {
        return (int) (((long) size + SCALE - 1) / SCALE);
    }
}
