package fastvsr.element;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Nearest neighbour as a GPU would do it: takes copies of a group at once and writes its outputs when it is awaited. */
final class OverlappingNetwork implements SuperResolver {
    private final NearestNeighbour pixels = new NearestNeighbour();
    private final CountDownLatch permission;
    int mostAtOnce;
    private int onTheirWay;

    /** Begins nothing before the permission is there. */
    OverlappingNetwork(CountDownLatch permission) {
        this.permission = permission;
    }

    @Override
    public ModelSpec model() {
        return pixels.model();
    }

    @Override
    public String device() {
        return "cuda:0";
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        begin(inputs, outputs).await();
    }

    @Override
    public int groupsAtOnce(int frames, long outputBytes) {
        return 2;
    }

    @Override
    public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        awaitPermission();
        var copies = inputs.stream().map(OverlappingNetwork::copy).toList();
        mostAtOnce = Math.max(mostAtOnce, ++onTheirWay);
        return () -> {
            onTheirWay--;
            pixels.upscale(copies, outputs);
        };
    }

    private void awaitPermission() {
        try {
            permission.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Picture copy(Picture picture) {
        var bytes = ByteBuffer.allocateDirect(picture.bytes().remaining()).put(picture.bytes().duplicate()).flip();
        return new Picture(picture.format(), bytes);
    }

    @Override
    public void reset() {
        pixels.reset();
    }

    @Override
    public void close() {
        pixels.close();
    }
}
