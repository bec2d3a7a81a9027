package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.freedesktop.gstreamer.Buffer;
import org.freedesktop.gstreamer.Bus;
import org.freedesktop.gstreamer.FlowReturn;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Pipeline;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.Structure;
import org.freedesktop.gstreamer.Version;
import org.freedesktop.gstreamer.elements.AppSink;

/** The frames of a video file as GStreamer decodes them; decoding runs at most four frames ahead. */
final class DecodedClip implements Clip {
    private static final String PIPELINE = "filesrc name=file ! decodebin name=decode ! videoconvert dither=none "
            + "! video/x-raw,format=RGB ! appsink name=frames sync=false max-buffers=2";

    private final Path file;
    private final Pipeline pipeline;
    private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(4);
    private final AppSink.NEW_SAMPLE onSample = this::take;
    private final AppSink.EOS onEnd = sink -> put(new Step.End());
    private final Bus.ERROR onError = (source, code, message) -> put(new Step.Failure(message));
    private volatile boolean closed;
    private Optional<Step> ahead = Optional.empty();

    /** What the decoder says next. */
    private sealed interface Step {
        record Frame(RgbImage image) implements Step {
        }

        record End() implements Step {
        }

        record Failure(String message) implements Step {
        }
    }

    DecodedClip(Path file) {
        this.file = file;
        Gst.init(Version.BASELINE, "fastvsr");
        pipeline = (Pipeline) Gst.parseLaunch(PIPELINE);
        pipeline.getElementByName("file").set("location", file.toString());
        AppSink sink = (AppSink) pipeline.getElementByName("frames");
        sink.set("emit-signals", true);
        sink.connect(onSample);
        sink.connect(onEnd);
        pipeline.getBus().connect(onError);
        pipeline.play();
    }

    @Override
    public boolean hasNext() {
        Step step = ahead.orElseGet(this::await);
        ahead = Optional.of(step);
        if (step instanceof Step.Failure failure) {
            throw new CommandException(file + ": cannot be decoded: " + failure.message());
        }
        return step instanceof Step.Frame;
    }

    @Override
    public RgbImage next() {
        if (!hasNext()) {
            throw new NoSuchElementException(file + " has ended");
        }
        Step step = ahead.orElseThrow();
        ahead = Optional.empty();
        return ((Step.Frame) step).image();
    }

    @Override
    public void close() {
        closed = true;
        steps.clear();
        pipeline.stop();
        pipeline.dispose();
    }

    private Step await() {
        try {
            return steps.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Step.Failure("interrupted");
        }
    }

    private void put(Step step) {
        try {
            if (!closed) {
                steps.put(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FlowReturn take(AppSink sink) {
        Sample sample = sink.pullSample();
        if (sample == null) {
            return FlowReturn.EOS;
        }
        try {
            put(new Step.Frame(copy(sample)));
        } finally {
            sample.dispose();
        }
        return closed ? FlowReturn.EOS : FlowReturn.OK;
    }

    private static RgbImage copy(Sample sample) {
        Structure format = sample.getCaps().getStructure(0);
        int width = format.getInteger("width");
        int height = format.getInteger("height");
        byte[] samples = new byte[3 * width * height];
        Buffer buffer = sample.getBuffer();
        ByteBuffer bytes = buffer.map(false);
        for (int y = 0; y < height; y++) {
            bytes.get(y * rowStride(width), samples, 3 * width * y, 3 * width);
        }
        buffer.unmap();
        return new RgbImage(width, height, samples);
    }

    /** GstVideoInfo: rows of packed RGB end on multiples of 4 bytes. */
    private static int rowStride(int width) {
        return (3 * width + 3) / 4 * 4;
    }
}
