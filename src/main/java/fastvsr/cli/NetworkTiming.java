package fastvsr.cli;

import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.StepTimes;
import fastvsr.model.SuperResolver;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The network alone, from pictures in memory to pictures in memory, outside of GStreamer.
 *
 * @param device         where it ran
 * @param millisPerFrame the fastest of some runs of several groups, divided by their frames
 * @param memoryBytes    of a GPU, estimated before, where it ran on one
 * @param steps          the same for one group whose steps do not overlap, where there are steps
 */
record NetworkTiming(String device, double millisPerFrame, OptionalLong memoryBytes, Optional<StepTimes> steps) {
    private static final int RUNS = 4;
    private static final int LEAST_GROUPS = 4;

    /** Opens a model, upscales more than a dozen groups of that many frames, closes it. */
    static NetworkTiming measure(String model, String device, List<ByteBuffer> pictures, FrameSize size, int length) {
        try (SuperResolver resolver = Models.open(model, device, Runtime.getRuntime().availableProcessors())) {
            return measure(resolver, pictures, size, length);
        }
    }

    /** The same for a model that is open. */
    static NetworkTiming measure(SuperResolver resolver, List<ByteBuffer> pictures, FrameSize size, int length) {
        int seen = length + resolver.model().lookAhead();
        FrameSize upscaled = size.times(resolver.model().scale());
        int atOnce = resolver.groupsAtOnce(length, upscaled.bytes());
        List<List<Picture>> outputs = Stream.generate(() -> outputs(upscaled, length)).limit(atOnce).toList();
        int groups = Math.max(LEAST_GROUPS, atOnce > 2 ? 4 * atOnce : 0);
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            int first = run * groups;
            best = Math.min(best, millis(resolver, groups, group -> inputs(pictures, size, (first + group) * length, seen), outputs));
        }
        Optional<StepTimes> steps = resolver.timeSteps(inputs(pictures, size, 0, seen), outputs.get(0));
        OptionalLong memory = resolver.memoryNeed(size.format(), upscaled.format(), length);
        return new NetworkTiming(resolver.device(), best / length, memory, steps.map(times -> times.dividedBy(length)));
    }

    /** Time for one of consecutive groups, whose pictures have to differ; as many are on their way as the device takes. */
    private static double millis(SuperResolver resolver, int groups, IntFunction<List<Picture>> inputs, List<List<Picture>> outputs) {
        Queue<SuperResolver.Upscaling> onTheirWay = new ArrayDeque<>();
        long start = System.nanoTime();
        for (int group = 0; group < groups; group++) {
            onTheirWay.add(resolver.begin(inputs.apply(group), outputs.get(group % outputs.size())));
            if (onTheirWay.size() == outputs.size()) {
                onTheirWay.remove().await();
            }
        }
        onTheirWay.forEach(SuperResolver.Upscaling::await);
        return (System.nanoTime() - start) / 1e6 / groups;
    }

    /** Pictures of I420 from a number on, over and over again. */
    static List<Picture> inputs(List<ByteBuffer> pictures, FrameSize size, int first, int count) {
        List<Picture> inputs = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            inputs.add(new Picture(size.format(), pictures.get(i % pictures.size())));
        }
        return inputs;
    }

    private static List<Picture> outputs(FrameSize size, int count) {
        List<Picture> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(new Picture(size.format(), ByteBuffer.allocateDirect(size.bytes())));
        }
        return outputs;
    }
}
