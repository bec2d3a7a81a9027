package fastvsr.train;

import fastvsr.model.HostTensor;
import fastvsr.model.ModelException;
import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * NIQE, how natural a picture looks without knowing the truth ({@code niqe.page}); lower is better.
 *
 * <p>Belongs to one thread at a time.
 */
public final class Naturalness implements AutoCloseable {
    private static final int BLOCK = 96;
    private static final String SHIPPED = "/fastvsr/weights/niqe.safetensors";
    private static final Resampling HALVING = Resampling.bicubic();

    private final MeasurePage page;

    /** Loads a model of sharp photos; {@code threads} CPU threads, 0 for all. */
    public Naturalness(Weights pristine, int threads) {
        page = new MeasurePage("niqe", pristine, threads);
    }

    /** The model of sharp photos that comes with this program. */
    public static Weights shipped() {
        try (InputStream in = Naturalness.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new ModelException(ModelException.Cause.NOT_FOUND, "the model of sharp photos for NIQE is not part of this build");
            }
            return Safetensors.parse(in.readAllBytes(), "niqe");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** NIQE of a picture; no number if it is too small or too flat, with fewer than two blocks of 96 x 96 pixels to judge. */
    public double of(RgbImage image) {
        if (image.width() < BLOCK || image.height() < BLOCK) {
            return Double.NaN;
        }
        try (TensorScope scope = page.newScope()) {
            return call(scope, "niqe", image).get(0).number();
        }
    }

    /**
     * Fits the model of sharp photos.
     *
     * @param photos pictures of at least 96 x 96 pixels
     */
    public static Weights fit(Iterable<RgbImage> photos, int threads) {
        Weights blank = new Weights(Map.of(), Map.of("mean", HostTensor.of(new float[36], 36),
                "covariance", HostTensor.of(new float[36 * 36], 36, 36)));
        try (Naturalness naturalness = new Naturalness(blank, threads)) {
            return naturalness.fit(photos);
        }
    }

    private Weights fit(Iterable<RgbImage> photos) {
        try (TensorScope all = page.newScope()) {
            List<Tensor> rows = new ArrayList<>();
            for (RgbImage photo : photos) {
                try (TensorScope scope = page.newScope()) {
                    rows.addAll(all.adopt(call(scope, "sharp", photo)));
                }
            }
            List<Tensor> model = page.call(all, "pristine", rows);
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            tensors.put("mean", model.get(0).toHost());
            tensors.put("covariance", model.get(1).toHost());
            long blocks = rows.stream().mapToLong(tensor -> tensor.shape()[0]).sum();
            return new Weights(Map.of("page", "niqe", "photos", Integer.toString(rows.size()), "blocks", Long.toString(blocks)),
                    tensors);
        }
    }

    private List<Tensor> call(TensorScope scope, String method, RgbImage image) {
        int width = image.width() / BLOCK * BLOCK;
        int height = image.height() / BLOCK * BLOCK;
        return page.call(scope, method, MeasurePage.bytes(scope, image), image.width(), image.height(),
                halving(scope, height), halving(scope, width));
    }

    private static Tensor halving(TensorScope scope, int size) {
        return scope.floats(HALVING.matrix(size, size / 2), size / 2, size);
    }

    @Override
    public void close() {
        page.close();
    }
}
