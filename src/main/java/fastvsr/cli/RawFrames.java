package fastvsr.cli;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.gstreamer.Buffer;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.elements.AppSink;

/** Frames of a clip, decoded and reduced to one size, in memory, forward and backward: shown again and again they are one shot. */
final class RawFrames {
    private static final int MOST_FRAMES = 64;
    private static final String PIPELINE = "filesrc name=input ! decodebin ! videoconvert ! videoscale ! "
            + "video/x-raw,format=I420,width=%d,height=%d,pixel-aspect-ratio=1/1 ! appsink name=frames sync=false max-buffers=4";

    private RawFrames() {
    }

    /**
     * The first frames of a clip, as direct buffers of I420, then all but the first and the last of them in reverse order.
     *
     * @throws CommandException if the clip cannot be decoded
     */
    static List<ByteBuffer> of(Path clip, FrameSize size) {
        if (!Files.isReadable(clip)) {
            throw new CommandException("there is no clip " + clip);
        }
        try (HostPipeline pipeline = new HostPipeline(String.format(PIPELINE, size.width(), size.height()))) {
            pipeline.element("input").set("location", clip.toString());
            pipeline.play();
            List<ByteBuffer> frames = read((AppSink) pipeline.element("frames"));
            if (frames.isEmpty() && pipeline.hasEnded(1000)) {
                throw new CommandException(clip + " holds no frames");
            }
            return thereAndBack(frames);
        }
    }

    private static List<ByteBuffer> thereAndBack(List<ByteBuffer> frames) {
        List<ByteBuffer> all = new ArrayList<>(frames);
        for (int i = frames.size() - 2; i > 0; i--) {
            all.add(frames.get(i));
        }
        return all;
    }

    private static List<ByteBuffer> read(AppSink sink) {
        List<ByteBuffer> frames = new ArrayList<>();
        while (frames.size() < MOST_FRAMES) {
            Sample sample = sink.pullSample();
            if (sample == null) {
                break;
            }
            frames.add(copy(sample.getBuffer()));
            sample.dispose();
        }
        return frames;
    }

    private static ByteBuffer copy(Buffer buffer) {
        ByteBuffer bytes = buffer.map(false);
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
        buffer.unmap();
        return copy;
    }
}
