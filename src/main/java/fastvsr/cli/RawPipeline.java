package fastvsr.cli;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.freedesktop.gstreamer.Element;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.Structure;
import org.freedesktop.gstreamer.elements.AppSink;

/** A pipeline from frames in memory through one element to nowhere, with a stop watch at its end. */
final class RawPipeline {
    /** Frames before the clock starts: libtorch plans its kernels in the first groups. */
    private static final int WARM_UP = 24;

    private final List<ByteBuffer> pictures;
    private final FrameSize size;

    /** Feeds I420 pictures of that size, again and again. */
    RawPipeline(List<ByteBuffer> pictures, FrameSize size) {
        this.pictures = pictures;
        this.size = size;
    }

    /**
     * How fast frames go through an element.
     *
     * @param framesPerSecond     at the end of the pipeline, without start-up
     * @param medianLatencyMillis from the moment a frame is offered to the moment it arrives, the pipeline being full
     * @param firstFrameMillis    from PLAYING to the first frame at the end, loading of the network included, libtorch being there already
     * @param gpuShare            of the time in which the GPU computes, where fastvsr runs on one
     */
    record Speed(double framesPerSecond, double medianLatencyMillis, double firstFrameMillis, OptionalDouble gpuShare) {
    }

    /**
     * Runs that many frames through an element.
     *
     * @param element in gst-launch syntax
     */
    Speed speed(String element, int frames) {
        long[] offered = new long[WARM_UP + frames];
        long[] arrived = new long[WARM_UP + frames];
        OptionalDouble gpuShare;
        long start;
        try (HostPipeline pipeline = new HostPipeline(description(element))) {
            Thread feeder = new Thread(() -> feed(new FrameFeed(pipeline, "source"), offered), "bench source");
            feeder.setDaemon(true);
            start = System.nanoTime();
            pipeline.play();
            feeder.start();
            receive(pipeline, (AppSink) pipeline.element("sink"), arrived);
            gpuShare = gpuShare(pipeline.element("fastvsr"));
        }
        double seconds = (arrived[arrived.length - 1] - arrived[WARM_UP - 1]) / 1e9;
        double[] latencies = IntStream.range(WARM_UP, arrived.length).mapToDouble(i -> (arrived[i] - offered[i]) / 1e6).sorted().toArray();
        return new Speed(frames / seconds, latencies[latencies.length / 2], (arrived[0] - start) / 1e6, gpuShare);
    }

    /** {@code fastvsr} may be null: then another element is measured. */
    private static OptionalDouble gpuShare(Element fastvsr) {
        double share = fastvsr == null ? 0 : ((Structure) fastvsr.get("stats")).getDouble("gpu-busy");
        return share > 0 ? OptionalDouble.of(share) : OptionalDouble.empty();
    }

    private String description(String element) {
        return "appsrc name=source format=time block=true max-bytes=" + 4L * size.bytes()
                + " caps=video/x-raw,format=I420,width=" + size.width() + ",height=" + size.height()
                + ",framerate=25/1,pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt709 ! "
                + element + " ! appsink name=sink sync=false max-buffers=2";
    }

    private void feed(FrameFeed feed, long[] offered) {
        for (int i = 0; i < offered.length; i++) {
            offered[i] = System.nanoTime();
            if (!feed.add(pictures.get(i % pictures.size()))) {
                return;
            }
        }
        feed.end();
    }

    private static void receive(HostPipeline pipeline, AppSink sink, long[] arrived) {
        for (int i = 0; i < arrived.length; i++) {
            Sample sample = sink.pullSample();
            if (sample == null) {
                pipeline.hasEnded(1000); // throws the reason if there was an error
                throw new CommandException("the pipeline ended early");
            }
            arrived[i] = System.nanoTime();
            sample.dispose();
        }
    }
}
