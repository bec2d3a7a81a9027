package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Line;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two seconds of a live source at 50 frames a second, and a network that manages ten. */
@Timeout(60)
class LiveTest {
    private static final int FRAMES = 100;
    private static final String LINE = "videotestsrc is-live=true num-buffers=" + FRAMES
            + " ! video/x-raw,format=GRAY8,width=32,height=18,framerate=50/1"
            + " ! fastvsr-tested name=vsr group-length=4 late-policy=%s ! fakesink name=end %s";

    private final NearestNeighbour resolver = new NearestNeighbour();

    @BeforeEach
    void register() {
        resolver.nanosPerFrame = 100_000_000;
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> resolver));
    }

    private static long count(Line line, String name) {
        var found = Pattern.compile(name + "=\\(guint64\\)(\\d+)").matcher(line.structure("vsr", "stats"));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    void cheap_frames_keep_the_source_at_its_pace_without_a_gap() {
        try (var line = new Line(LINE.formatted("cheap", "sync=false"))) {
            var duration = line.play();

            assertThat(duration).as("not the ten seconds that the network would take").isLessThan(Duration.ofSeconds(7));
            assertThat(count(line, "frames-out")).isEqualTo(FRAMES);
            assertThat(count(line, "frames-interpolated")).isBetween(50L, FRAMES - 1L);
        }
    }

    @Test
    void dropped_frames_keep_the_source_at_its_pace() {
        try (var line = new Line(LINE.formatted("drop", "sync=false"))) {
            var duration = line.play();

            assertThat(duration).as("not the ten seconds that the network would take").isLessThan(Duration.ofSeconds(7));
            assertThat(count(line, "frames-dropped")).isBetween(50L, FRAMES - 1L);
            assertThat(count(line, "frames-out") + count(line, "frames-dropped")).isEqualTo(FRAMES);
        }
    }

    @Test
    void a_sink_with_a_clock_shows_frames_in_time() {
        try (var line = new Line(LINE.formatted("cheap", "sync=true qos=true max-lateness=20000000"))) {
            var duration = line.play();

            var rendered = Pattern.compile("rendered=\\(guint64\\)(\\d+)").matcher(line.structure("end", "stats"));
            assertThat(rendered.find()).isTrue();
            assertThat(Integer.parseInt(rendered.group(1))).isGreaterThan(FRAMES / 4);
            assertThat(duration).isLessThan(Duration.ofSeconds(7));
        }
    }
}
