package fastvsr.cli;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The network alone, from pictures in memory to pictures in memory, outside of GStreamer.
 *
 * @param device        where it ran
 * @param millisPerFrame the fastest of all groups, divided by its frames
 */
record NetworkTiming(String device, double millisPerFrame) {
    private static final int GROUPS = 12;

    /** Opens a model, upscales a dozen groups, closes it. */
    static NetworkTiming measure(String model, String device, List<ByteBuffer> pictures, FrameSize size) {
        try (SuperResolver resolver = Models.open(model, device, Runtime.getRuntime().availableProcessors())) {
            int length = resolver.model().groupLength();
            List<Picture> outputs = outputs(size.times(resolver.model().scale()), length);
            long best = Long.MAX_VALUE;
            for (int group = 0; group < GROUPS; group++) {
                List<Picture> inputs = inputs(pictures, size, group * length, length);
                long start = System.nanoTime();
                resolver.upscale(inputs, outputs);
                best = Math.min(best, System.nanoTime() - start);
            }
            return new NetworkTiming(resolver.device(), best / 1e6 / length);
        }
    }

    private static List<Picture> inputs(List<ByteBuffer> pictures, FrameSize size, int first, int count) {
        List<Picture> inputs = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            inputs.add(new Picture(format(size), pictures.get(i % pictures.size())));
        }
        return inputs;
    }

    private static List<Picture> outputs(FrameSize size, int count) {
        List<Picture> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(new Picture(format(size), ByteBuffer.allocateDirect(size.bytes())));
        }
        return outputs;
    }

    private static PictureFormat format(FrameSize size) {
        Component luma = new Component(0, size.lumaStride(), 1, size.width(), size.height(), 8, 0);
        return new PictureFormat(size.width(), size.height(), List.of(luma, chroma(size, 0), chroma(size, 1)),
                Colorimetry.BT709, PictureFormat.ChromaSite.LEFT);
    }

    private static Component chroma(FrameSize size, int plane) {
        return new Component(size.chromaOffset(plane), size.chromaStride(), 1, size.chromaWidth(), size.chromaHeight(), 8, 0);
    }
}
