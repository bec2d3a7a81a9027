package fastvsr.model.torch;

import fastvsr.model.Weights;
import java.util.List;

/**
 * What a network of the page {@code fastvsr}, or of one that extends it, needs of a GPU's memory, known before it runs.
 *
 * <p>Counts the tensors of {@code batch.page} where most of them are alive at a time, in halves unless said otherwise.
 *
 * @param features    frame-size features, C of the page
 * @param decoded     decoded core, D of the page
 * @param weightBytes of the weights
 * @param hasHindsight whether a first sweep keeps something of every frame for the second one
 * @param lookAhead   frames behind a group that are looked at
 */
record MemoryNeed(int features, int decoded, long weightBytes, boolean hasHindsight, int lookAhead) {
    /** CUDA itself, the kernels of cuDNN and cuBLAS, their workspaces. */
    private static final long FIXED = 1L << 30;
    /** What libtorch keeps in blocks that do not fit exactly. */
    private static final double CACHED = 1.15;
    /** Groups on their way, each with rows for inputs and outputs. */
    private static final int GROUPS = 2;
    /** Cells (24), moves (2 singles), four sources (ints) and their parts, luma. */
    private static final int SEEN = 48 + 8 + 16 + 8 + 2;
    /** Places (2 singles for each of 16 pixels), starts of rows. */
    private static final int FIXED_PER_PIXEL = 128 + 4;
    /** Echo: places that were moved, twice, and what is found there, in singles; the cells and their codes, written. */
    private static final int WRITTEN = 2 * 128 + 64 + 3 * 48 + 24;

    static MemoryNeed of(Weights weights, int lookAhead) {
        return new MemoryNeed(weights.tensors().get("encode0_w").shape().get(0), weights.tensors().get("decode_b").shape().get(0) / 16,
                2 * weights.parameters(), weights.tensors().containsKey("hindsight_w"), lookAhead);
    }

    /** Bytes on each GPU for groups of so many frames. */
    long bytes(GroupFormat format, int frames) {
        List<Tile> tiles = Tile.cover(format, TiledGroup.MOST_PIXELS);
        long largest = tiles.stream().mapToLong(Tile::pixels).max().orElseThrow();
        long all = tiles.stream().mapToLong(Tile::pixels).sum();
        int seen = frames + lookAhead;
        long rows = GROUPS * (seen * format.from().size() + frames * format.to().size());
        long canvas = tiles.size() > 1 ? format.to().size() : 0;
        long kept = all * (FIXED_PER_PIXEL + statePerPixel());
        long computed = largest * (GroupAtOnce.together(largest, seen) * preparedPerPixel() + finishedPerPixel() + statePerPixel()
                + (hasHindsight ? seen * surveyedPerPixel() : 0));
        return FIXED + (long) (CACHED * (2 * weightBytes + rows + canvas + kept + computed));
    }

    /** Features, decoded core, cells, luma, and what the first sweep finds out. */
    private long surveyedPerPixel() {
        return 4L * features + 2L * decoded + 48 + 2;
    }

    /** Luma, features, and in singles luma given out. */
    private long statePerPixel() {
        return 2 + 2L * features + 64;
    }

    /** What is kept of a frame seen; its features and decoded core when they are laid side by side. */
    private long preparedPerPixel() {
        return SEEN + 4L * (features + decoded);
    }

    /** The past, aligned; features before, in and behind a block. */
    private long finishedPerPixel() {
        return WRITTEN + 2L * (features + 16) + 6L * features;
    }
}
