package fastvsr.model.torch;

import fastvsr.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Upscales groups of pictures of any size: those that are too large at once in tiles with context around them.
 *
 * <p>Each tile has a recurrent state of its own. Outputs are those of whole pictures up to rounding, but for what lies farther
 * away than the context: it has an influence along motion over several frames, which fades, and on motion of more than that.
 */
final class TiledGroup implements AutoCloseable {
    /** A little more than 4096x2160, so that no tensor of a tile has more elements than 32 bits count. */
    static final long MOST_PIXELS = 9 << 20;
    private static final int STATE_SIZE = 3;

    private final TorchModule module;
    private final GroupFormat format;
    private final Function<GroupFormat, GroupAtOnce> networks;
    private final LongConsumer onSmallerTiles;
    private List<Tile> tiles;
    private List<GroupAtOnce> groups = List.of();

    /**
     * Prepares for a format.
     *
     * @param networks       upscale the tiles of a format
     * @param mostPixels     of a tile
     * @param onSmallerTiles hears that the device's memory is full, and how many pixels tiles have from now on
     */
    TiledGroup(TorchModule module, GroupFormat format, Function<GroupFormat, GroupAtOnce> networks, long mostPixels,
            LongConsumer onSmallerTiles) {
        this.module = module;
        this.format = format;
        this.networks = networks;
        this.onSmallerTiles = onSmallerTiles;
        this.tiles = Tile.cover(format, mostPixels);
    }

    GroupFormat format() {
        return format;
    }

    /**
     * Upscales a group like {@link GroupAtOnce#upscale}; the state is one of the same number of tiles. Where the memory is full
     * tiles become smaller and forget the state.
     */
    List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, List<Tensor> state, IntConsumer onWritten) {
        List<Tensor> past = state;
        while (true) {
            try (TensorScope attempt = module.newScope()) {
                return scope.adopt(upscaleAll(attempt, inputs, outputs, count, fitting(past), onWritten));
            } catch (ModelException full) {
                shrink(full);
                past = List.of();
            }
        }
    }

    /** The state of another number of tiles is of no use. */
    private List<Tensor> fitting(List<Tensor> state) {
        return state.size() == STATE_SIZE * tiles.size() ? state : List.of();
    }

    private void shrink(ModelException failure) {
        if (failure.what() != ModelException.Cause.MEMORY) {
            throw failure;
        }
        long mostPixels = tiles.stream().mapToLong(Tile::pixels).max().orElseThrow() / 2;
        List<Tile> smaller = Tile.cover(format, mostPixels);
        if (smaller.size() == tiles.size()) {
            throw tiles.size() == 1 ? failure : new ModelException(ModelException.Cause.MEMORY, "the GPU's memory does not hold one "
                    + "frame of " + format.from().width() + "x" + format.from().height() + ", not even in " + tiles.size()
                    + " tiles: end what else uses it (nvidia-smi), or scale the video down first", failure);
        }
        close();
        tiles = smaller;
        onSmallerTiles.accept(mostPixels);
    }

    private List<Tensor> upscaleAll(TensorScope scope, Tensor inputs, Tensor outputs, int count, List<Tensor> state,
            IntConsumer onWritten) {
        if (groups.isEmpty()) {
            prepare();
        }
        return tiles.size() == 1 ? groups.get(0).upscale(scope, inputs, outputs, count, state, onWritten)
                : upscaleTiles(scope, inputs, outputs, count, state, onWritten);
    }

    private void prepare() {
        List<GroupAtOnce> made = new ArrayList<>();
        groups = made;
        tiles.forEach(tile -> made.add(networks.apply(tile.format())));
    }

    /** Frame by frame, since tiles are large; each frame is complete before the next one begins. */
    private List<Tensor> upscaleTiles(TensorScope scope, Tensor inputs, Tensor outputs, int count, List<Tensor> state,
            IntConsumer onWritten) {
        List<Tensor> past = state;
        TensorScope pastScope = module.newScope();
        try (TensorScope room = module.newScope()) {
            Tensor canvas = module.call(room, "canvas", outputs).get(0);
            for (int row = 0; row < count; row++) {
                TensorScope fresh = module.newScope();
                past = upscaleFrame(fresh, inputs, outputs, row, canvas, past);
                pastScope.close();
                pastScope = fresh;
                onWritten.accept(row);
            }
            return scope.adopt(past);
        } finally {
            pastScope.close();
        }
    }

    private List<Tensor> upscaleFrame(TensorScope scope, Tensor inputs, Tensor outputs, int row, Tensor canvas, List<Tensor> state) {
        List<Tensor> next = new ArrayList<>();
        try (TensorScope frame = module.newScope()) {
            Tensor input = module.call(frame, "some_rows", inputs, row, 1).get(0);
            for (int i = 0; i < tiles.size(); i++) {
                List<Tensor> mine = state.isEmpty() ? state : state.subList(STATE_SIZE * i, STATE_SIZE * (i + 1));
                next.addAll(groups.get(i).upscale(scope, input, canvas, 1, mine, written -> { }));
                module.run("paste", canvas, PictureLayout.of(tiles.get(i).inner()), outputs, row, PictureLayout.of(tiles.get(i).place()));
            }
        }
        return next;
    }

    @Override
    public void close() {
        groups.forEach(GroupAtOnce::close);
        groups = List.of();
    }
}
