package fastvsr.model.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers, and what else stays the same for all groups of a format, made once for all tiles of one size: megabytes, and more for pages
 * that keep places of pixels.
 */
final class LayersBySize implements AutoCloseable {
    /** What they depend on where tiles are of one picture; where a tile's inputs lie is not part of it. */
    private record Key(String method, int width, int height, int outWidth, int outHeight) {
        static Key of(String method, GroupFormat tile) {
            return new Key(method, tile.from().width(), tile.from().height(), tile.to().width(), tile.to().height());
        }
    }

    private final TorchModule module;
    private final TensorScope held;
    private final Map<Key, List<Tensor>> made = new HashMap<>();

    /** None yet. */
    LayersBySize(TorchModule module) {
        this.module = module;
        this.held = module.newScope();
    }

    /**
     * Those for a tile.
     *
     * @param method of a page, which makes them from layouts of inputs and outputs, and weights of luma
     */
    List<Tensor> of(String method, GroupFormat tile) {
        return made.computeIfAbsent(Key.of(method, tile),
                missing -> module.call(held, method, tile.layout(), tile.outputLayout(), tile.lumaWeights()));
    }

    @Override
    public void close() {
        held.close();
    }
}
