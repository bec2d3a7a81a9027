package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.freedesktop.gstreamer.Buffer;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.Structure;
import org.freedesktop.gstreamer.elements.AppSink;

/** The frames of a video file as GStreamer decodes them; decoding runs a few frames ahead. */
final class DecodedClip implements Clip {
    private static final String PIPELINE = "filesrc name=file ! decodebin ! videoconvert dither=none "
            + "! video/x-raw,format=RGB ! appsink name=frames sync=false max-buffers=4";

    private final Path file;
    private final HostPipeline pipeline = new HostPipeline(PIPELINE);
    private final AppSink frames = (AppSink) pipeline.element("frames");
    private Optional<RgbImage> ahead = Optional.empty();

    DecodedClip(Path file) {
        this.file = file;
        pipeline.element("file").set("location", file.toString());
        pipeline.play();
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            ahead = pull();
        }
        return ahead.isPresent();
    }

    @Override
    public RgbImage next() {
        if (!hasNext()) {
            throw new NoSuchElementException(file + " has ended");
        }
        RgbImage next = ahead.orElseThrow();
        ahead = Optional.empty();
        return next;
    }

    @Override
    public void close() {
        pipeline.close();
    }

    private Optional<RgbImage> pull() {
        Sample sample = frames.pullSample();
        if (sample == null) {
            checkEnd();
            return Optional.empty();
        }
        try {
            return Optional.of(copy(sample));
        } finally {
            sample.dispose();
        }
    }

    private void checkEnd() {
        try {
            if (!pipeline.hasEnded(10_000)) {
                throw new CommandException("the decoder stopped without saying why");
            }
        } catch (CommandException e) {
            throw new CommandException(file + ": cannot be decoded: " + e.getMessage(), e);
        }
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
