package fastvsr.train;

import fastvsr.model.Safetensors;
import fastvsr.model.torch.TensorScope;
import java.nio.file.Path;

/**
 * How different two pictures look to SqueezeNet 1.1 ({@code squeezenet.page} says how that is measured); 0 for equal ones.
 *
 * <p>Belongs to one thread at a time.
 */
public final class FeatureDistance implements AutoCloseable {
    private final MeasurePage page;

    /**
     * Loads the network.
     *
     * @param weights SqueezeNet 1.1 as safetensors, trained on B, G, R minus (104, 117, 123)
     * @param threads CPU threads, 0 for all
     * @throws fastvsr.model.ModelException if the file is missing, broken or of another network
     */
    public FeatureDistance(Path weights, int threads) {
        page = new MeasurePage("squeezenet", Safetensors.read(weights).identified(), threads);
    }

    /** Compares two pictures of one size, at least 32 pixels on each side. */
    public double between(RgbImage image, RgbImage truth) {
        try (TensorScope scope = page.newScope()) {
            return page.call(scope, "distance", MeasurePage.bytes(scope, image), MeasurePage.bytes(scope, truth),
                    image.width(), image.height()).get(0).number();
        }
    }

    @Override
    public void close() {
        page.close();
    }
}
