package fastvsr.element;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import java.util.List;

/** Nearest neighbour with a recurrent state: into the second sample it writes how many frames came since the reset. */
final class AgeNetwork implements SuperResolver {
    private final NearestNeighbour pixels = new NearestNeighbour();
    private int age;

    /** Rests until {@link #goOn()}. */
    void rest() {
        pixels.permits.drainPermits();
    }

    void goOn() {
        pixels.permits.release(1 << 16);
    }

    @Override
    public ModelSpec model() {
        return pixels.model();
    }

    @Override
    public String device() {
        return pixels.device();
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        pixels.upscale(inputs, outputs);
        for (var output : outputs) {
            var first = output.format().components().get(0);
            output.bytes().put(first.offset() + first.pixelStride(), (byte) age++);
        }
    }

    @Override
    public void reset() {
        age = 0;
    }

    @Override
    public void close() {
        pixels.close();
    }
}
