package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.CompactWeights;
import fastvsr.model.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged plugin in gst-launch-1.0, as users run it. */
class PipelineTest {
    private static final String SMALL = "video/x-raw,format=I420,width=32,height=24,framerate=25/1";
    private static final String STRESS =
            "-XX:+UnlockDiagnosticVMOptions -XX:+SafepointALot -XX:GuaranteedSafepointInterval=1";

    @TempDir
    Path folder;

    private record Result(int exitCode, String text) {
    }

    private Result launch(String pipeline) throws IOException, InterruptedException {
        return launch(Map.of(), pipeline);
    }

    private Result launch(Map<String, String> environment, String pipeline) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("gst-launch-1.0", "-v"));
        command.addAll(List.of(pipeline.split(" ")));
        Path log = folder.resolve("log.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("GST_PLUGIN_PATH", Path.of("target/plugin").toAbsolutePath().toString());
        builder.environment().put("GST_REGISTRY", folder.resolve("registry.bin").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        boolean hasEnded = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(log);
        assertThat(hasEnded).as("ends within two minutes: " + text).isTrue();
        return new Result(process.exitValue(), text);
    }

    @Test
    void fifty_frames_in_are_fifty_frames_out_with_their_timestamps() throws Exception {
        var result = launch("videotestsrc num-buffers=50 ! " + SMALL + " ! fastvsr ! fakesink name=out silent=false");

        assertThat(result.exitCode()).as(result.text()).isZero();
        var frames = Pattern.compile("out:sink\\) \\((\\d+) bytes, dts: \\S+, pts: 0:00:0(\\S+), duration: 0:00:00.04")
                .matcher(result.text()).results().toList();
        assertThat(frames).hasSize(50);
        assertThat(frames).allSatisfy(frame -> assertThat(frame.group(1)).isEqualTo("18432"));
        for (int i = 0; i < 50; i++) {
            assertThat(Math.round(1000 * Double.parseDouble(frames.get(i).group(2)))).isEqualTo(i * 40L);
        }
    }

    @Test
    void two_elements_in_a_row_give_sixteen_times_the_size() throws Exception {
        var result = launch("videotestsrc num-buffers=7 ! " + SMALL
                + " ! fastvsr group-length=3 ! fastvsr group-length=2 ! fakesink name=out silent=false");

        assertThat(result.exitCode()).as(result.text()).isZero();
        // 512x384; caps are not looked at, because gst-launch -v now and then tells them of the wrong pad
        assertThat(Pattern.compile("out:sink\\) \\(294912 bytes").matcher(result.text()).results()).hasSize(7);
    }

    @Test
    void usual_formats_pass() throws Exception {
        var formats = List.of("YV12", "NV12", "NV21", "Y42B", "Y444", "GRAY8", "RGB", "BGR", "RGBx", "BGRx", "xRGB", "xBGR",
                "RGBA", "BGRA", "ARGB", "ABGR", "AYUV", "YUY2", "I420_10LE", "P010_10LE", "Y444_12LE", "GRAY16_LE");
        String branches = formats.stream()
                .map(format -> "videotestsrc num-buffers=2 ! video/x-raw,width=17,height=9,format=" + format
                        + " ! fastvsr group-length=2 ! filesink location=" + folder.resolve(format)
                        + " videotestsrc num-buffers=2 ! video/x-raw,width=68,height=36,format=" + format
                        + " ! filesink location=" + folder.resolve(format + ".wanted"))
                .collect(Collectors.joining(" "));

        var result = launch(branches);

        assertThat(result.exitCode()).as(result.text()).isZero();
        for (String format : formats) {
            assertThat(folder.resolve(format)).as(format).hasSize(Files.size(folder.resolve(format + ".wanted")));
        }
    }

    @Test
    void dark_rgb_of_unknown_range_stays_as_dark_as_it_is() throws Exception {
        byte[] dark = new byte[3 * 20 * 12];
        Arrays.fill(dark, (byte) 6);
        Map<String, HostTensor> nearest = CompactWeights.tensors(4, 1, 5);
        nearest.replace("body.4.weight", HostTensor.of(new float[48 * 4 * 9], 48, 4, 3, 3));
        nearest.replace("body.4.bias", HostTensor.of(new float[48], 48));
        Path weights = CompactWeights.write(folder.resolve("nearest.safetensors"), nearest);
        Path in = Files.write(folder.resolve("in.rgb"), dark);
        Path out = folder.resolve("out.rgb");

        var result = launch("filesrc location=" + in + " ! rawvideoparse format=rgb width=20 height=12 framerate=25/1 "
                + "! fastvsr model=" + weights + " ! filesink location=" + out);

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(Files.readAllBytes(out)).hasSize(16 * dark.length).containsOnly(6);
    }

    @Test
    void compact_weights_of_real_esrgan_run_under_their_own_names() throws Exception {
        Path weights = CompactWeights.write(folder.resolve("compact.safetensors"), CompactWeights.tensors(16, 2, 5));

        var result = launch("videotestsrc num-buffers=3 ! " + SMALL + " ! fastvsr model=" + weights
                + " ! fakesink name=out silent=false");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(Pattern.compile("out:sink\\) \\(18432 bytes").matcher(result.text()).results()).hasSize(3);
    }

    @Test
    void any_size_can_be_asked_for() throws Exception {
        // one after the other: gst-launch -v now and then tells of one sink what another one said at the same time
        var wanted = launch("videotestsrc num-buffers=5 ! " + SMALL
                + " ! fastvsr ! video/x-raw,height=66 ! fakesink name=out silent=false");
        var scaled = launch("videotestsrc num-buffers=4 ! " + SMALL + " ! fastvsr scale=1.5 ! fakesink name=out silent=false");

        assertThat(wanted.exitCode()).as(wanted.text()).isZero();
        assertThat(scaled.exitCode()).as(scaled.text()).isZero();
        assertThat(Pattern.compile("out:sink\\) \\(8712 bytes").matcher(wanted.text()).results()).as("88x66").hasSize(5);
        assertThat(Pattern.compile("out:sink\\) \\(2592 bytes").matcher(scaled.text()).results()).as("48x36").hasSize(4);
    }

    @Test
    void safepoints_at_every_moment_do_no_harm() throws Exception {
        var result = launch(Map.of("FASTVSR_JVM_OPTS", STRESS), "videotestsrc num-buffers=60 ! " + SMALL
                + " ! fastvsr group-length=2 ! fakesink");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text()).doesNotContain("SIGSEGV");
    }

    @Test
    void nothing_leaks() throws Exception {
        var result = launch(Map.of("GST_TRACERS", "leaks", "GST_DEBUG", "GST_TRACER:7"),
                "videotestsrc num-buffers=20 ! " + SMALL + " ! fastvsr group-length=3 ! fakesink");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text()).doesNotContain("object-alive, type-name=(string)Gst")
                .doesNotContain("object-alive, type-name=(string)Fast");
    }

    @Test
    void a_live_source_in_front_of_a_clock_plays_to_its_end() throws Exception {
        var result = launch("videotestsrc is-live=true num-buffers=15 ! " + SMALL
                + " ! fastvsr group-length=3 ! fakesink name=out sync=true silent=false");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(Pattern.compile("out:sink\\) \\(18432 bytes").matcher(result.text()).results()).hasSize(15);
    }

    @Test
    void the_latency_tracer_measures_what_the_element_reports() throws Exception {
        var result = launch(Map.of("GST_TRACERS", "latency(flags=element+reported)", "GST_DEBUG", "GST_TRACER:7",
                "GST_DEBUG_NO_COLOR", "1"), "videotestsrc is-live=true num-buffers=75 ! " + SMALL
                + " ! fastvsr group-length=6 ! fakesink");

        assertThat(result.exitCode()).as(result.text()).isZero();
        var reported = traced(result.text(), "element-reported-latency,.*?\\(string\\)fastvsr0,.*?min=\\(guint64\\)(\\d+)");
        var measured = traced(result.text(), "element-latency,.*?\\(string\\)fastvsr0,.*?time=\\(guint64\\)(\\d+)");
        assertThat(measured).hasSizeGreaterThan(60);
        assertThat(reported.get(reported.size() - 1)).as("five frames and a group's time, which is six frames at most")
                .isBetween(200_000_000L, 440_000_000L);
        assertThat(measured.get(measured.size() / 2)).as("two groups at most; the tracer's mark goes in front of its frame, with the one before")
                .isBetween(40_000_000L, 12 * 40_000_000L + 40_000_000L);
    }

    private static List<Long> traced(String text, String line) {
        return Pattern.compile(line).matcher(text).results().map(found -> Long.parseLong(found.group(1))).sorted().toList();
    }

    @Test
    void downstream_may_end_first() throws Exception {
        var result = launch("videotestsrc ! " + SMALL + " ! fastvsr group-length=3 ! fakesink num-buffers=5");

        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "fastvsr model=nosuch ! fakesink | neither a preset",
        "fastvsr model=/nosuch.safetensors ! fakesink | does not exist",
        "fastvsr device=gpu ! fakesink | auto, cpu, cuda:N",
        "fastvsr ! identity error-after=3 ! fakesink | Failed after iterations",
        "fastvsr | Internal data stream error"})
    void what_cannot_work_is_an_error_with_its_reason(String end, String reason) throws Exception {
        var result = launch("videotestsrc num-buffers=20 ! " + SMALL + " ! " + end.trim());

        assertThat(result.exitCode()).as(result.text()).isNotZero();
        assertThat(result.text()).contains(reason.trim());
    }
}
