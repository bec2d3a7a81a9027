package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.cli.Terminal;
import fastvsr.gst.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Raw frames of one format, as GStreamer lays them out.
 *
 * @param format name of the format
 * @param width  of a frame
 * @param height of a frame
 * @param frames their bytes
 */
record RawClip(String format, int width, int height, List<byte[]> frames) {
    /** The sample clip, which has a cut before its 116th frame (counted from 0). */
    static RawClip city(Path folder, String format, int width, int height) throws Exception {
        return made(folder, format, width, height, "filesrc location=" + Terminal.HOME.resolve("samples/city.mp4")
                + " ! decodebin ! videoconvert ! videoscale ! video/x-raw,pixel-aspect-ratio=1/1,width=" + width + ",height="
                + height);
    }

    RawClip in(Path folder, String wanted) throws Exception {
        Path raw = folder.resolve("raw");
        try (var out = Files.newOutputStream(raw)) {
            for (byte[] frame : frames) {
                out.write(frame);
            }
        }
        return made(folder, wanted, width, height, "filesrc location=" + raw + " ! rawvideoparse framerate=25/1 format="
                + format.toLowerCase(Locale.ROOT) + " width=" + width + " height=" + height);
    }

    private static RawClip made(Path folder, String format, int width, int height, String source) throws Exception {
        Path file = folder.resolve("made");
        var answer = new Terminal(folder).bash("gst-launch-1.0 -q " + source + " ! videoconvert ! video/x-raw,format=" + format
                + " ! filesink location=" + file);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        var frames = new ArrayList<byte[]>();
        try (var in = Files.newInputStream(file)) {
            int bytes = Host.pictureBytes(format, width, height);
            for (byte[] frame = in.readNBytes(bytes); frame.length == bytes; frame = in.readNBytes(bytes)) {
                frames.add(frame);
            }
        }
        return new RawClip(format, width, height, frames);
    }

    RawClip part(int first, int end) {
        return new RawClip(format, width, height, frames.subList(first, end));
    }

    /** This one, then another of the same kind. */
    RawClip then(RawClip other) {
        var both = new ArrayList<>(frames);
        both.addAll(other.frames());
        return new RawClip(format, width, height, both);
    }

    String caps() {
        return "video/x-raw,framerate=25/1,format=" + format + ",width=" + width + ",height=" + height;
    }
}
