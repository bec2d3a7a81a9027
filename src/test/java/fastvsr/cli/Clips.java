package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.Structure;
import org.freedesktop.gstreamer.elements.AppSink;

/** Small clips made for a test, and what a clip turns out to hold. */
final class Clips {
    static final Path CITY = Terminal.HOME.resolve("samples/city.mp4");
    private static final int FRAME_BYTES = 320 * 180 * 3 / 2;
    /** Raw frames are counted by their bytes, so exactly those leave; gst-launch ends when its pipe is closed. */
    private static final String FIRST_FRAMES =
            "gst-launch-1.0 -q filesrc location=%s ! decodebin ! videoconvert ! video/x-raw,format=I420 ! fdsink 2>/dev/null "
                    + "| head -c %d | gst-launch-1.0 -q fdsrc ! rawvideoparse format=i420 width=320 height=180 framerate=25/1 "
                    + "! videoconvert ! ";
    private static final String TONE = " audiotestsrc num-buffers=17 ! audio/x-raw,rate=48000,channels=2 ! audioconvert ! ";

    private Clips() {
    }

    /** What decoding a clip gives; the last frame's time counts from the first frame. */
    record Content(int frames, int width, int height, long lastTimestampNanos) {
    }

    /** The first frames of the sample, without sound. */
    static Path city(Path folder, int frames) throws Exception {
        Path clip = folder.resolve("city-" + frames + ".mp4");
        make(folder, frames, "x264enc ! mp4mux ! filesink location=" + clip);
        return clip;
    }

    /** The first ten frames of the sample with a tone, encoded by that encoder and kept by that muxer. */
    static Path withSound(Path folder, String name, String audioEncoder, String muxer) throws Exception {
        Path clip = folder.resolve(name);
        make(folder, 10, "x264enc ! queue max-size-buffers=0 ! mux. " + TONE + audioEncoder + " ! queue ! mux. " + muxer
                + " name=mux ! filesink location=" + clip);
        return clip;
    }

    /** Makes a clip of the first frames by the rest of a gst-launch line. */
    static void make(Path folder, int frames, String rest) throws Exception {
        Terminal.Answer answer = new Terminal(folder).bash(String.format(FIRST_FRAMES, CITY, frames * FRAME_BYTES) + rest);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
    }

    static Content contentOf(Path clip) {
        HostPipeline.startGStreamer();
        String line = "filesrc name=in ! decodebin ! video/x-raw ! appsink name=sink sync=false max-buffers=4";
        try (HostPipeline pipeline = new HostPipeline(line)) {
            pipeline.element("in").set("location", clip.toString());
            pipeline.play();
            return read((AppSink) pipeline.element("sink"));
        }
    }

    private static Content read(AppSink sink) {
        Content content = new Content(0, 0, 0, 0);
        long first = 0; // a reordering encoder starts later, and the container says so to players
        for (Sample sample = sink.pullSample(); sample != null; sample = sink.pullSample()) {
            Structure format = sample.getCaps().getStructure(0);
            long timestamp = sample.getBuffer().getPresentationTimestamp();
            first = content.frames() == 0 ? timestamp : first;
            content = new Content(content.frames() + 1, format.getInteger("width"), format.getInteger("height"), timestamp - first);
            sample.dispose();
        }
        return content;
    }
}
