package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of seek in a playing pipeline: exactly the frames that were asked for arrive, in order. */
@Timeout(60)
class SeekTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PER_SECOND = 25;
    private static final String LINE = "videotestsrc ! video/x-raw,format=GRAY8,width=16,height=8,framerate=25/1"
            + " ! fastvsr-tested group-length=4 ! fakesink name=end sync=false";

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> new NearestNeighbour()));
    }

    private static Line pausedLine() {
        var line = new Line(LINE);
        line.watch("end");
        line.pause();
        line.arrived();
        return line;
    }

    /** Timestamps of the frames of one second. */
    private static List<Long> second(int start) {
        var timestamps = new ArrayList<Long>();
        for (int i = 0; i < PER_SECOND; i++) {
            timestamps.add(start * SECOND + i * SECOND / PER_SECOND);
        }
        return timestamps;
    }

    @ParameterizedTest
    @ValueSource(ints = {Line.FLUSH, Line.FLUSH | Line.ACCURATE, Line.FLUSH | Line.KEY_UNIT})
    void a_flushing_seek_gives_exactly_its_stretch(int flags) {
        try (var line = pausedLine()) {
            line.seek(1, flags, 2 * SECOND, 3 * SECOND);
            line.play();

            assertThat(line.arrived()).isEqualTo(second(2));
        }
    }

    @Test
    void double_speed_gives_the_same_frames() {
        try (var line = pausedLine()) {
            line.seek(2, Line.FLUSH, SECOND, 2 * SECOND);
            line.play();

            assertThat(line.arrived()).isEqualTo(second(1));
        }
    }

    @Test
    void reverse_playback_keeps_its_order_inside_groups() {
        try (var line = pausedLine()) {
            line.seek(-1, Line.FLUSH, SECOND, 2 * SECOND);
            line.play();

            var backwards = second(1);
            Collections.reverse(backwards);
            assertThat(line.arrived()).containsSubsequence(backwards);
        }
    }

    @Test
    void a_segment_seek_drains_at_its_end_and_the_next_one_goes_on() throws Exception {
        try (var line = pausedLine()) {
            line.seek(1, Line.FLUSH | Line.SEGMENT, SECOND, 2 * SECOND);
            line.playSegment();
            assertThat(line.arrived(PER_SECOND)).isEqualTo(second(1));

            line.seek(1, Line.SEGMENT, 3 * SECOND, 4 * SECOND);
            line.playSegment();
            assertThat(line.arrived(PER_SECOND)).isEqualTo(second(3));
        }
    }

    @Test
    void twenty_seeks_in_a_row_leave_the_last_stretch() {
        try (var line = pausedLine()) {
            for (int i = 0; i < 20; i++) {
                line.seek(1, Line.FLUSH, i % 3 * SECOND, 4 * SECOND);
            }
            line.pause();
            line.arrived();
            line.seek(1, Line.FLUSH, 2 * SECOND, 3 * SECOND);
            line.play();

            assertThat(line.arrived()).isEqualTo(second(2));
        }
    }
}
