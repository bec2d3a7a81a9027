package fastvsr;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.cli.Terminal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A player with the element as its video filter, in the scenarios of gst-validate, and the tracers of GStreamer. */
class ScenariosTest {
    private static final Path PLUGIN = Terminal.HOME.resolve("target/plugin");

    @TempDir
    static Path shared;
    private static Path clip;
    private static Path player;
    private GstTools tools;

    /** Five seconds of 80x44, and the player. */
    @BeforeAll
    static void prepare() throws Exception {
        clip = shared.resolve("clip.mp4");
        player = shared.resolve("scenario");
        var answer = new Terminal(Terminal.HOME).bash("cc -Wall -Wextra -o " + player
                + " src/test/c/scenario.c $(pkg-config --cflags --libs gstreamer-1.0) && gst-launch-1.0 -q filesrc location="
                + Terminal.HOME.resolve("samples/city.mp4") + " ! decodebin ! videoconvert ! videoscale"
                + " ! video/x-raw,format=I420,width=80,height=44,pixel-aspect-ratio=1/1 ! x264enc key-int-max=25 ! mp4mux"
                + " ! filesink location=" + clip);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
    }

    @BeforeEach
    void open_tools() {
        tools = new GstTools(PLUGIN, shared.resolve("registry"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "seek_forward, state playing; reach 0.3; seek 1 2 -1; reach 2.3; seek 1 4 -1; reach 4.2",
        "seek_backward, state playing; seek 1 3 -1; reach 3.3; seek 1 1 -1; reach 1.3; seek 1 0 -1; reach 0.3",
        "seek_forward_backward, state playing; seek 1 3 -1; reach 3.2; seek 1 0 -1; reach 0.2; seek 1 4 -1; seek 1 1 -1; reach 1.2",
        "seek_with_stop, state playing; seek 1 1 1.6; eos",
        "pause_resume, state playing; reach 0.4; state paused; state playing; reach 0.8; state paused; state playing; reach 1.2",
        "fast_forward, state playing; seek 2 0 -1; reach 1; seek 4 3 -1; eos",
        "reverse_playback, state playing; reach 0.3; seek -1 0 1.2; reach 0.2; eos",
        "slow_then_fast_backward, state paused; seek -0.5 0 0.6; state playing; reach 0.3; seek -2 0 2; eos"})
    void a_scenario_plays_without_leaks(String name, String steps) throws Exception {
        play(Arrays.stream(steps.split(";")).map(step -> "'" + step.trim() + "'").collect(Collectors.joining(" ")));
    }

    @Test
    void scrubbing_forward_and_backward_in_pause_plays_without_leaks() throws Exception {
        String forward = IntStream.range(0, 15).mapToObj(i -> "'seek 1 " + i * 0.1 + " -1'").collect(Collectors.joining(" "));
        String backward = IntStream.range(0, 15).mapToObj(i -> "'seek 1 " + (4 - i * 0.1) + " -1'").collect(Collectors.joining(" "));

        play("'state paused' " + forward + " " + backward + " 'state playing' 'reach 2.7'");
    }

    @Test
    void twenty_changes_of_state_leave_nothing_behind() throws Exception {
        play("'state playing' 'state null' 'state paused' 'state ready' ".repeat(10));
    }

    private void play(String steps) throws Exception {
        var answer = tools.with("GST_TRACERS", "leaks").with("GST_DEBUG", "GST_TRACER:7")
                .bash(player + " file://" + clip + " " + steps);

        assertThat(answer.exitCode()).as(withoutPreface(answer.errors())).isZero();
        assertThat(withoutPreface(answer.errors())).doesNotContainPattern("object-alive, type-name=.string.[A-Z]");
    }

    /** Without the tracers' own announcements. */
    private static String withoutPreface(String log) {
        return log.lines().filter(line -> !line.contains("gst_tracer_re")).collect(Collectors.joining("\n"));
    }

    @Test
    void the_latency_that_is_measured_is_the_one_that_is_reported() throws Exception {
        var answer = tools.with("GST_TRACERS", "latency(flags=element+reported)").with("GST_DEBUG", "GST_TRACER:7")
                .with("GST_DEBUG_NO_COLOR", "1").bash("gst-launch-1.0 videotestsrc is-live=true num-buffers=60"
                        + " ! video/x-raw,format=I420,width=32,height=24,framerate=25/1 ! fastvsr group-length=4 ! fakesink");

        long[] measured = nanos(answer.errors(), "element-latency", "time");
        long[] reported = nanos(answer.errors(), "element-reported-latency", "min");
        assertThat(measured).as(answer.errors()).hasSizeGreaterThan(40);
        // the first frame of a group waits longest; the fastest group is the one that nothing else on the machine delayed
        long longestInFastestGroup = IntStream.range(0, measured.length / 4)
                .mapToLong(group -> Arrays.stream(measured, 4 * group, 4 * group + 4).max().orElseThrow()).min().orElseThrow();
        assertThat(longestInFastestGroup).isBetween(110_000_000L, reported[reported.length - 1]);
    }

    private static long[] nanos(String log, String record, String field) {
        return Pattern.compile(" " + record + ",.* element=\\(string\\)fastvsr0,.* " + field + "=\\(guint64\\)(\\d+)")
                .matcher(log).results().map(MatchResult::group).map(line -> line.replaceAll(".* " + field + "=\\(guint64\\)(\\d+)$", "$1"))
                .mapToLong(Long::parseLong).toArray();
    }
}
