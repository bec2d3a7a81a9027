package fastvsr.element;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Nearest neighbour with a recurrent state: into the second sample it writes how many frames came since the reset. It looks at
 * frames that follow, whose bytes have to stay what they are for so long.
 */
final class AgeNetwork implements SuperResolver {
    private final NearestNeighbour pixels = new NearestNeighbour();
    private final int lookAhead;
    private int age;

    AgeNetwork(int lookAhead) {
        this.lookAhead = lookAhead;
    }

    /** Rests until {@link #goOn()}; a frame from before that has been told to go on, and has not woken yet, goes on first. */
    void rest() {
        while (pixels.permits.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        pixels.permits.drainPermits();
    }

    void goOn() {
        pixels.permits.release(1 << 16);
    }

    @Override
    public ModelSpec model() {
        return new ModelSpec("age", "none", 4, 8, lookAhead);
    }

    @Override
    public String device() {
        return pixels.device();
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        var following = inputs.subList(outputs.size(), inputs.size());
        assert following.size() <= lookAhead;
        var before = following.stream().map(AgeNetwork::copy).toList();
        pixels.upscale(inputs.subList(0, outputs.size()), outputs);
        if (!before.equals(following.stream().map(AgeNetwork::copy).toList())) {
            throw new IllegalStateException("frames have changed while the network looked at them");
        }
        for (var output : outputs) {
            var first = output.format().components().get(0);
            output.bytes().put(first.offset() + first.pixelStride(), (byte) age++);
        }
    }

    private static ByteBuffer copy(Picture picture) {
        return ByteBuffer.allocate(picture.bytes().remaining()).put(picture.bytes().duplicate()).flip();
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
