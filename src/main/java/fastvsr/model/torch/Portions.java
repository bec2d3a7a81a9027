package fastvsr.model.torch;

import fastvsr.model.ModelException;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much of a group a GPU works on at a time, which becomes less where its memory is full.
 *
 * <p>First the network itself computes fewer frames together ({@link FramesTogether}), which costs hardly more than launches. Where
 * that is not enough, groups are sent in halves or tiles are cut in halves, whichever frees more memory for the speed that it costs.
 * Halves of groups cost little, and free much where the pictures take much of the memory. Smaller tiles compute more context, but
 * need less memory for every frame.
 */
final class Portions {
    private final MemoryNeed need;
    private final Consumer<String> onShrinking;
    private int mostFrames = Integer.MAX_VALUE;
    private long mostPixels = TiledGroup.MOST_PIXELS;

    /**
     * Whole groups, in tiles that are as large as can be.
     *
     * @param need        of the network
     * @param onShrinking hears what happens from now on, since the memory is full
     */
    Portions(MemoryNeed need, Consumer<String> onShrinking) {
        this.need = need;
        this.onShrinking = onShrinking;
    }

    /** How many of so many frames are sent together. */
    int frames(int rest) {
        return Math.min(rest, mostFrames);
    }

    /** Of a tile, if that is possible. */
    long pixels() {
        return mostPixels;
    }

    /**
     * Makes portions smaller after a failure for want of memory.
     *
     * @param frames    for which the device holds pictures, or was to hold some
     * @param haveRoom  whether the device held them, so that it was the network that lacked memory
     * @throws ModelException MEMORY if portions cannot be smaller
     */
    void shrink(GroupFormat format, int frames, boolean haveRoom, ModelException failure) {
        List<Tile> tiles = Tile.cover(format, mostPixels);
        long pixels = Tile.largest(tiles);
        boolean canBeCut = Tile.cover(format, pixels / 2).size() > tiles.size();
        if (frames > 1 && (!canBeCut || !haveRoom || need.isMostlyPictures(format, frames, pixels))) {
            mostFrames = frames / 2;
            onShrinking.accept("groups are sent in parts");
        } else if (canBeCut) {
            mostPixels = pixels / 2;
            onShrinking.accept("pictures are computed in smaller tiles");
        } else {
            throw haveRoom && tiles.size() > 1 ? format.tooLarge(", not even in " + tiles.size() + " tiles", failure) : failure;
        }
    }
}
