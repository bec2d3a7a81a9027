package fastvsr.model.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Upscales groups of pictures of any size: those that are too large at once in tiles with context around them.
 *
 * <p>Each tile has a recurrent state of its own. Outputs are those of whole pictures up to rounding, but for what a tile does not
 * know because it lies beyond the context: that would reach the tile along motion, over several frames and ever more faintly, or at
 * once where something moves farther than the context from one frame to the next.
 */
final class TiledGroup implements AutoCloseable {
    /** A little more than 4096x2160, so that no tensor of a tile has more elements than 32 bits count. */
    static final long MOST_PIXELS = 9 << 20;
    private static final int STATE_SIZE = 3;

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

    /** Upscales a group like {@link GroupUpscaler#upscale}; a state of another number of tiles is forgotten. */
    List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
        if (groups.isEmpty()) {
            groups = tiles.stream().map(tile -> networks.apply(tile.format(), layers)).toList();
        }
        List<Tensor> past = fitting(state);
        return tiles.size() == 1 ? groups.get(0).upscale(scope, inputs, outputs, count, following, past, onWritten)
                : upscaleTiles(scope, inputs, outputs, count, following, past, onWritten);
    }

    private List<Tensor> fitting(List<Tensor> state) {
        return state.size() == STATE_SIZE * tiles.size() ? state : List.of();
    }

    /** A few frames at a time, since tiles are large; they are complete before the next ones begin. */
    private List<Tensor> upscaleTiles(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
        List<Tensor> past = state;
        TensorScope pastScope = module.newScope();
        try (TensorScope room = module.newScope()) {
            Tensor canvas = module.call(room, "canvas", outputs, Math.min(count, framesOfTile)).get(0);
            for (int row = 0; row < count; row += framesOfTile) {
                int length = Math.min(framesOfTile, count - row);
                TensorScope fresh = module.newScope();
                past = upscaleFrames(fresh, inputs, outputs, row, length, count - row - length + following, canvas, past);
                pastScope.close();
                pastScope = fresh;
                IntStream.range(row, row + length).forEach(onWritten);
            }
            return scope.adopt(past);
        } finally {
            pastScope.close();
        }
    }

    private List<Tensor> upscaleFrames(TensorScope scope, Tensor inputs, Tensor outputs, int row, int length, int following,
            Tensor canvas, List<Tensor> state) {
        List<Tensor> next = new ArrayList<>();
        try (TensorScope frame = module.newScope()) {
            Tensor seen = module.call(frame, "some_rows", inputs, row, length + following).get(0);
            for (int i = 0; i < tiles.size(); i++) {
                List<Tensor> mine = state.isEmpty() ? state : state.subList(STATE_SIZE * i, STATE_SIZE * (i + 1));
                next.addAll(groups.get(i).upscale(scope, seen, canvas, length, following, mine, written -> { }));
                for (int t = 0; t < length; t++) {
                    module.run("paste", canvas, t, PictureLayout.of(tiles.get(i).inner()), outputs, row + t,
                            PictureLayout.of(tiles.get(i).place()));
                }
            }
        }
        return next;
    }

    @Override
    public void close() {
        layers.close();
    }
}
