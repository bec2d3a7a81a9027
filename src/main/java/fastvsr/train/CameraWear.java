package fastvsr.train;

import fastvsr.model.torch.TensorScope;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The mild blur and noise of an ordinary camera on small pictures, as {@code degradation.page} defines them.
 *
 * <p>Belongs to one thread at a time.
 */
public final class CameraWear implements AutoCloseable {
    /** Part of (1 2 1)^2 / 16 in its blur. */
    static final double BLUR = 0.5;

    /** Deviation of its noise that channels have in common, in levels. */
    static final double NOISE_OF_ALL = 2;

    /** Deviation of the noise that each channel has for itself, in levels. */
    static final double NOISE_OF_EACH = 1;

    private static final long SEED = 4;

    private final MeasurePage page = new MeasurePage("degradation", 0);

    /** The picture as the camera gives it; the noise depends on {@code frame} and on nothing else. */
    public RgbImage wear(RgbImage image, int frame) {
        ByteBuffer result = ByteBuffer.allocateDirect(image.samples().length);
        try (TensorScope scope = page.newScope()) {
            page.call(scope, "wear", MeasurePage.bytes(scope, image), image.width(), image.height(), BLUR, NOISE_OF_ALL, NOISE_OF_EACH,
                    scope.floats(noise(4 * image.width() * image.height(), frame), 4L * image.width() * image.height()),
                    scope.bytes(result));
        }
        byte[] samples = new byte[image.samples().length];
        result.get(samples);
        return new RgbImage(image.width(), image.height(), samples);
    }

    private static float[] noise(int count, int frame) {
        Random random = new Random(SEED * 1_000_003 + frame);
        float[] noise = new float[count];
        for (int i = 0; i < count; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    @Override
    public void close() {
        page.close();
    }
}
