package fastvsr.cli;

import fastvsr.model.Models;
import fastvsr.model.Peak;
import fastvsr.model.Picture;
import fastvsr.model.Workload;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the pipeline from raw frames to raw frames, beside bicubic interpolation in the same run. */
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = {"Measures frames per second from raw frames to raw frames.",
            "The frames of a clip are decoded beforehand and lie in memory; fastvsr and, in the same run, videoscale "
                    + "(catrom, all cores) upscale them four times."})
final class Bench implements Callable<Integer> {
    /** Enough frames to time videoscale, whose speed does not change. */
    private static final int MOST_SCALED = 100;
    static final String THREAD = "bench network";

    @Mixin
    private ElementOptions element;

    @Option(names = "--size", split = ",", converter = FrameSize.Converter.class, defaultValue = "320x180", paramLabel = "WxH",
            description = "sizes of the frames before upscaling; default ${DEFAULT-VALUE}")
    private List<FrameSize> sizes;

    @Option(names = "--frames", defaultValue = "200", description = "frames that are timed; default ${DEFAULT-VALUE}")
    private int frames;

    @Option(names = "--clip", defaultValue = "${sys:fastvsr.home:-.}/samples/city.mp4", paramLabel = "FILE",
            description = "where the frames come from; default samples/city.mp4")
    private Path clip;

    @Option(names = "--json", description = "print one JSON object for each size and nothing else")
    private boolean json;

    @Option(names = "--paper", description = "instead, the comparison of FastVSR's Table 2 on this network, nano or live: decoder f16, "
            + "decoder f8, 50 steps; --frames does not matter")
    private boolean paper;

    @Override
    public Integer call() {
        element.check();
        if (frames < 10) {
            throw new CommandException("--frames " + frames + " is too few to be timed, 10 is the least");
        }
        HostPipeline.startGStreamer();
        if (paper) {
            sizes.forEach(size -> print(compare(size)));
        } else {
            Peak peak = apart(() -> Models.peak(element.device, Runtime.getRuntime().availableProcessors()));
            sizes.forEach(size -> print(measure(size, peak)));
        }
        return 0;
    }

    private Comparison compare(FrameSize size) {
        List<Picture> group = NetworkTiming.inputs(RawFrames.of(clip, size), size, 0, element.groupLength());
        return Comparison.measure(element.model, element.device, group, size.times(4).format(), size);
    }

    private void print(Comparison comparison) {
        System.out.println(json ? comparison.toJson() : comparison);
    }

    private BenchResult measure(FrameSize size, Peak peak) {
        List<ByteBuffer> pictures = RawFrames.of(clip, size);
        String scaler = "videoscale method=catrom n-threads=0 ! video/x-raw,width=" + 4 * size.width() + ",height=" + 4 * size.height();
        NetworkTiming network = apart(() -> NetworkTiming.measure(element.model, element.device, pictures, size, element.groupLength()));
        double operations = Workload.operations(Models.weights(element.model), Models.spec(element.model).lookAhead(),
                element.groupLength(), (long) size.width() * size.height());
        RawPipeline.Speed fastvsr = new RawPipeline(pictures, size).speed(element.element(), frames);
        RawPipeline.Speed videoscale = new RawPipeline(pictures, size).speed(scaler, Math.min(frames, MOST_SCALED));
        return new BenchResult(size, element.model, network, operations, peak, fastvsr, videoscale.framesPerSecond());
    }

    /**
     * Measures on a thread that has ended before the pipeline starts. libgomp keeps threads ready for each living thread that has
     * computed, and lets all of them sleep between operators when they are more than the processors: half as fast on two.
     */
    static <T> T apart(Supplier<T> measurement) {
        FutureTask<T> task = new FutureTask<>(measurement::get);
        Thread thread = new Thread(task, THREAD);
        thread.start();
        try {
            thread.join();
            return task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            throw new CommandException("bench was interrupted");
        }
    }

    private void print(BenchResult result) {
        System.out.println(json ? result.toJson() : result);
    }
}
