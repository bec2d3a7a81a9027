package fastvsr.train;

import fastvsr.model.torch.TensorScope;
import java.nio.ByteBuffer;

/**
 * RGB pictures to and from the planes of video encoders: I420 without gaps, BT.601, limited range.
 *
 * <p>Every code is the nearest one; GStreamer's videoconvert cuts fractions off, which makes a picture darker by three levels
 * on its way to an encoder and back. Belongs to one thread at a time.
 */
public final class VideoColours implements AutoCloseable {
    private final MeasurePage page = new MeasurePage("degradation", 0);

    /** The planes of a picture of even width and height, as a direct buffer. */
    public ByteBuffer planes(RgbImage image) {
        return written("to_video", image.samples(), image.width(), image.height(), image.samples().length / 2);
    }

    /** The picture that such planes show. */
    public RgbImage picture(byte[] planes, int width, int height) {
        byte[] samples = new byte[2 * planes.length];
        written("from_video", planes, width, height, samples.length).get(samples);
        return new RgbImage(width, height, samples);
    }

    private ByteBuffer written(String method, byte[] from, int width, int height, int size) {
        ByteBuffer input = ByteBuffer.allocateDirect(from.length).put(from).flip();
        ByteBuffer result = ByteBuffer.allocateDirect(size);
        try (TensorScope scope = page.newScope()) {
            page.call(scope, method, scope.bytes(input), width, height, scope.bytes(result));
        }
        return result;
    }

    @Override
    public void close() {
        page.close();
    }
}
