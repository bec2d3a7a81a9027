package fastvsr.model.torch;

import fastvsr.model.Weights;
import java.util.List;

/**
 * What a network of the page {@code fastvsr}, or of one that extends it, needs of a GPU's memory, known before it runs.
 *
 * <p>Counts the tensors of {@code kernels.page} where most of them are alive at a time, in halves unless said otherwise. Without
 * kernels it is about a tenth more.
 *
 * @param features     frame-size features, C of the page
 * @param decoded      decoded core, D of the page
 * @param weightBytes  of the weights
 * @param hasHindsight whether a first sweep keeps something of every frame for the second one
 * @param lookAhead    frames behind a group that are looked at
 * @param groups       groups on their way, each with rows for inputs and outputs
 */
record MemoryNeed(int features, int decoded, long weightBytes, boolean hasHindsight, int lookAhead, int groups) {
    /** CUDA itself, the kernels of cuDNN and cuBLAS, their workspaces. */
    private static final long FIXED = 5L << 28;
    /** What libtorch keeps in blocks that do not fit exactly. */
    private static final double CACHED = 1.25;
    /** One is computed while another one comes and goes. */
    private static final int GROUPS = 2;
    /**
     * Of every pixel of a frame: values, with margin too (8 each), luma, half, quarter and soft luma, costs of three levels, moves,
     * flows and motion in singles; interpolated cells (24).
     */
    private static final int SEEN = 16 + 16 + 5 + 13 + 22 + 48;
    /** Luma given out of a pixel (16), and its cells when they are finished (24). */
    private static final int CELLS = 2 * 16 + 2 * 24;

    static MemoryNeed of(Weights weights, int lookAhead) {
        return new MemoryNeed(weights.tensors().get("encode0_w").shape().get(0), weights.tensors().get("decode_b").shape().get(0) / 16,
                2 * weights.parameters(), weights.tensors().containsKey("hindsight_w"), lookAhead, GROUPS);
    }

    /** The same with one more group on its way. */
    MemoryNeed withAnotherGroup() {
        return new MemoryNeed(features, decoded, weightBytes, hasHindsight, lookAhead, groups + 1);
    }

    /** Bytes on each GPU for groups of so many frames at full speed; a smaller memory divides groups and pictures, which is slower. */
    long bytes(GroupFormat format, int frames) {
        List<Tile> tiles = Tile.cover(format, TiledGroup.MOST_PIXELS);
        int together = FramesTogether.of(Tile.largest(tiles), frames + lookAhead);
        return FIXED + (long) (CACHED * (2 * weightBytes + tensors(format, frames, tiles, together)));
    }

    /**
     * Bytes of the tensors of groups of so many frames, but for weights.
     *
     * @param together frames of a tile that are computed together
     */
    long tensors(GroupFormat format, int frames, List<Tile> tiles, int together) {
        long whole = (long) format.from().width() * format.from().height() * statePerPixel();
        long before = frames > together ? 2 * whole : whole; // of the group before, to try again, and of the frames before
        long largest = Tile.largest(tiles);
        long joined = tiles.size() > 1 ? format.to().size() + whole + largest * statePerPixel() : 0;
        return pictures(format, frames) + before + joined + computed(largest, frames, together);
    }

    /**
     * Whether the pictures of groups on their way take more than half of what computing takes, so that shorter groups leave more room
     * for the speed that they cost than smaller tiles.
     *
     * @param pixels of a tile, of which one frame is computed at a time
     */
    boolean isMostlyPictures(GroupFormat format, int frames, long pixels) {
        return 2 * pictures(format, frames) > computed(pixels, frames, 1);
    }

    private long pictures(GroupFormat format, int frames) {
        return groups * ((frames + lookAhead) * format.from().size() + frames * format.to().size());
    }

    private long computed(long pixels, int frames, int together) {
        return pixels * (together * seenPerPixel() + finishedPerPixel() + statePerPixel()
                + (hasHindsight ? (frames + lookAhead) * surveyedPerPixel() : 0));
    }

    /** Features, decoded core, cells, luma, and what the first sweep finds out. */
    private long surveyedPerPixel() {
        return 4L * features + 2L * decoded + 48 + 2;
    }

    /** Luma, features, luma given out. */
    private long statePerPixel() {
        return 2 + 2L * features + 2 * 16;
    }

    /** Of every pixel of a frame: features and decoded core, and as much as the features again on the way there. */
    private long seenPerPixel() {
        return SEEN + 2L * (2 * features + decoded);
    }

    /** The past and the present side by side; features before, in and behind a block. */
    private long finishedPerPixel() {
        return 2L * (2 * features + decoded + 16) + 6L * features + CELLS;
    }
}
