package fastvsr.cli;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.StepTimes;
import fastvsr.model.SuperResolver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network alone, from pictures in memory to pictures in memory, outside of GStreamer.
 *
 * @param device         where it ran
 * @param millisPerFrame the fastest of some runs of several groups, divided by their frames
 * @param steps          the same for one group whose steps do not overlap, where there are steps
 */
record NetworkTiming(String device, double millisPerFrame, Optional<StepTimes> steps) {
    private static final int RUNS = 4;
    private static final int GROUPS = 4;

    /** Opens a model, upscales more than a dozen groups of that many frames, closes it. */
    static NetworkTiming measure(String model, String device, List<ByteBuffer> pictures, FrameSize size, int length) {
        try (SuperResolver resolver = Models.open(model, device, Runtime.getRuntime().availableProcessors())) {
            List<List<Picture>> outputs = List.of(outputs(size.times(resolver.model().scale()), length),
                    outputs(size.times(resolver.model().scale()), length));
            int seen = length + resolver.model().lookAhead();
            double best = Double.MAX_VALUE;
            for (int run = 0; run < RUNS; run++) {
                best = Math.min(best, millis(resolver, inputs(pictures, size, run * length, seen), outputs));
            }
            Optional<StepTimes> steps = resolver.timeSteps(inputs(pictures, size, 0, seen), outputs.get(0));
            return new NetworkTiming(resolver.device(), best / length, steps.map(times -> times.dividedBy(length)));
        }
    }

    /** Time for a group; one is begun before the one before is awaited where the device can do that. */
    private static double millis(SuperResolver resolver, List<Picture> inputs, List<List<Picture>> outputs) {
        long start = System.nanoTime();
        SuperResolver.Upscaling before = () -> { };
        for (int group = 0; group < GROUPS; group++) {
            SuperResolver.Upscaling begun = resolver.begin(inputs, outputs.get(group % 2));
            before.await();
            before = begun;
        }
        before.await();
        return (System.nanoTime() - start) / 1e6 / GROUPS;
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
