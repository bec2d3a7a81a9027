package fastvsr.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a media file holds.
 *
 * @param path      the file, as the user calls it
 * @param source    how it is read
 * @param duration  playing time; zero if it is not known
 * @param video     the first video stream that is not a cover picture; the picture, if there is nothing but one
 * @param audio     caps of the audio streams as they are stored
 * @param others    number of the video streams that come after the first
 * @param subtitles number of subtitle streams
 */
record MediaFile(Path path, Source source, Duration duration, Video video, List<String> audio, int others, int subtitles) {
    /**
     * GStreamer elements that read a file.
     *
     * @param elements in gst-launch syntax; the first is called {@code input}
     * @param location property of the first one
     */
    record Source(String elements, String location) {
        static Source of(Path file, Video video) {
            return new Source("filesrc name=input" + (video.isPicture() ? single(video) : ""), file.toString());
        }

        /** Behind the photo in a JPEG file there may be more: a preview, depths, gains for bright screens (CIPA DC-007). */
        private static String single(Video video) {
            String parser = video.orientation();
            return parser.isEmpty() ? "" : parser + " ! identity eos-after=2"; // the second one ends the stream
        }
    }

    /**
     * One video stream.
     *
     * @param caps         caps as it is stored
     * @param width        columns
     * @param height       rows
     * @param depth        bits of all components of a pixel together, as it is decoded
     * @param frameRate    frames per second; 0 if it varies or is not known
     * @param isPicture    whether it is a single picture
     * @param isInterlaced whether some of its frames are two fields
     */
    record Video(String caps, int width, int height, int depth, double frameRate, boolean isPicture, boolean isInterlaced) {
        private static final Set<Integer> ALPHA_DEPTHS = Set.of(4 * 8, 4 * 10, 4 * 16);
        private static final Set<Integer> DEPTHS_OF_BYTES = Set.of(8, 3 * 8, 4 * 8);
        private static final Set<Integer> DEEPEST = Set.of(3 * 12, 3 * 16, 4 * 16);

        /** Whether pixels have a fourth component. */
        boolean hasAlpha() {
            return ALPHA_DEPTHS.contains(depth);
        }

        /** An element that reads the orientation of photos, which no decoder does; empty if they have none. */
        String orientation() {
            return caps.startsWith("image/jpeg") ? " ! jpegparse" : "";
        }

        /** Whether each frame is a picture of its own kind of file, as numbered ones are. */
        boolean isStoredAsPictures() {
            return caps.startsWith("image/");
        }

        /** Whether components have more than 10 bits. */
        boolean isDeepest() {
            return DEEPEST.contains(depth);
        }

        /** Whether components have more than 8 bits. */
        boolean isDeep() {
            return !DEPTHS_OF_BYTES.contains(depth);
        }
    }

    MediaFile {
        audio = List.copyOf(audio);
    }

    /** Whether it is one picture. */
    boolean isPicture() {
        return video.isPicture();
    }

    /** Frames to be expected; 0 if that is not known. */
    long frames() {
        return Math.round(duration.toNanos() * video.frameRate() / 1e9);
    }
}
