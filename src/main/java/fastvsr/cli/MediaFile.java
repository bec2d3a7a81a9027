package fastvsr.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a media file holds.
 *
 * @param path      the file
 * @param duration  playing time; zero if it is not known
 * @param video     the first video stream that is not a cover picture
 * @param audio     caps of the audio streams as they are stored
 * @param subtitles number of subtitle streams
 */
record MediaFile(Path path, Duration duration, Video video, List<String> audio, int subtitles) {
    /**
     * One video stream.
     *
     * @param caps      caps as it is stored
     * @param width     columns
     * @param height    rows
     * @param frameRate frames per second; 0 if it varies or is not known
     */
    record Video(String caps, int width, int height, double frameRate) {
    }

    MediaFile {
        audio = List.copyOf(audio);
    }

    /** Frames to be expected; 0 if that is not known. */
    long frames() {
        return Math.round(duration.toNanos() * video.frameRate() / 1e9);
    }
}
