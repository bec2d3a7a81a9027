package fastvsr.model.torch;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Upscales groups of pictures of any size: those that are too large at once in tiles with context around them.
 *
 * <p>The recurrent state is that of whole pictures, whatever the tiles: each gets its part of it, context included, and gives its inner
 * part. Outputs are those of whole pictures up to rounding, but for what a tile does not know because it lies beyond the context: that
 * reaches the tile where something moves farther than the context from one frame to the next, or ever more faintly along motion over
 * the frames that are computed before the next tile.
 */
final class TiledGroup implements AutoCloseable {
    /** A little more than 4096x2160, so that no tensor of a tile has more elements than 32 bits count. */
    static final long MOST_PIXELS = 9 << 20;

    private final TorchModule module;
    private final GroupFormat format;
    private final BiFunction<GroupFormat, LayersBySize, GroupUpscaler> networks;
    private final LayersBySize layers;
    private final int framesOfTile;
    private final List<Tile> tiles;
    private List<GroupUpscaler> groups = List.of();

    /**
     * Prepares for a format.
     *
     * @param networks     upscale the tiles of a format, by layers that they share
     * @param framesOfTile which are computed before the next tile of them
     * @param mostPixels   of a tile
     */
    TiledGroup(TorchModule module, GroupFormat format, BiFunction<GroupFormat, LayersBySize, GroupUpscaler> networks, int framesOfTile,
            long mostPixels) {
        this.module = module;
        this.format = format;
        this.networks = networks;
        this.layers = new LayersBySize(module);
        this.framesOfTile = framesOfTile;
        this.tiles = Tile.cover(format, mostPixels);
    }

    GroupFormat format() {
        return format;
    }

    /** Upscales a group like {@link GroupUpscaler#upscale}. */
    List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
        if (groups.isEmpty()) {
            groups = tiles.stream().map(tile -> networks.apply(tile.format(), layers)).toList();
        }
        return tiles.size() == 1 ? groups.get(0).upscale(scope, inputs, outputs, count, following, state, onWritten)
                : upscaleTiles(scope, inputs, outputs, count, following, state, onWritten);
    }

    /** A few frames at a time, since tiles are large; they are complete before the next ones begin. */
    private List<Tensor> upscaleTiles(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
        try (TensorScope room = module.newScope(); RecurrentState passing = new RecurrentState(module, state)) {
            Tensor canvas = module.call(room, "canvas", outputs, Math.min(count, framesOfTile)).get(0);
            for (int first = 0; first < count; first += framesOfTile) {
                int row = first;
                int length = Math.min(framesOfTile, count - row);
                passing.advance((fresh, past) -> upscaleFrames(fresh, inputs, outputs, row, length, count - row - length + following,
                        canvas, past));
                IntStream.range(row, row + length).forEach(onWritten);
            }
            return scope.adopt(passing.tensors());
        }
    }

    private List<Tensor> upscaleFrames(TensorScope scope, Tensor inputs, Tensor outputs, int row, int length, int following,
            Tensor canvas, List<Tensor> past) {
        List<Tensor> next = List.of();
        try (TensorScope frames = module.newScope()) {
            Tensor seen = module.call(frames, "some_rows", inputs, row, length + following).get(0);
            for (int i = 0; i < tiles.size(); i++) {
                next = upscaleTile(scope, i, seen, length, following, canvas, past, next);
                paste(tiles.get(i), length, canvas, outputs, row);
            }
        }
        return next;
    }

    /** Adds the state that a tile leaves to that which the tiles before it left. */
    private List<Tensor> upscaleTile(TensorScope scope, int i, Tensor seen, int length, int following, Tensor canvas, List<Tensor> past,
            List<Tensor> next) {
        Tile tile = tiles.get(i);
        try (TensorScope passing = module.newScope()) {
            List<Tensor> mine = past.isEmpty() ? past : module.call(passing, "crop_state", past, tile.window());
            List<Tensor> left = groups.get(i).upscale(passing, seen, canvas, length, following, mine, written -> { });
            List<Tensor> all = next.isEmpty() ? module.call(scope, "whole_state", left, Tile.grid(format.from())) : next;
            module.run("paste_state", left, tile.innerOfWindow(), all, tile.innerWindow());
            return all;
        }
    }

    private void paste(Tile tile, int length, Tensor canvas, Tensor outputs, int row) {
        for (int t = 0; t < length; t++) {
            module.run("paste", canvas, t, PictureLayout.of(tile.inner()), outputs, row + t, PictureLayout.of(tile.place()));
        }
    }

    @Override
    public void close() {
        layers.close();
    }
}
