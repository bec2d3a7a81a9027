package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameFormatsTest {
    @ParameterizedTest
    @CsvSource({"480, 1:0:0:0, 1:4:0:0", "1080, 1:0:0:0, 1:3:0:0", "1080, 1:0:7:1, 1:3:7:1", "480, 1:4:0:0, ", "480, 2:0:0:0, "})
    void full_range_of_unknown_matrix_is_told_the_matrix_that_players_guess(int height, String decoded, String told) {
        MediaFile.Video video = new MediaFile.Video("video/x-h264", 640, height, 24, 25, false, false);

        FrameFormats formats = FrameFormats.of("video/x-raw, format=(string)I420, colorimetry=(string)" + decoded + ", framerate=(fraction)25/1", video,
                Container.MP4);

        assertThat(formats.told()).isEqualTo("video/x-raw" + (told == null ? "" : ",colorimetry=" + told));
    }
}
