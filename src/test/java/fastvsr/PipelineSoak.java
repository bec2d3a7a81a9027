package fastvsr;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.cli.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random gst-launch lines, one after the other, for as many minutes as the property {@code minutes} says. */
class PipelineSoak {
    private static final Pattern FRAME_OUT = Pattern.compile("out:sink\\) \\(\\d+ bytes");

    @TempDir
    Path folder;

    @Test
    void random_pipelines_end_as_they_have_to() throws Exception {
        var end = Instant.now().plus(Duration.ofSeconds(Math.round(60 * Double.parseDouble(System.getProperty("minutes", "1")))));
        long seed = Long.getLong("seed", System.nanoTime());
        int count = 0;
        for (; Instant.now().isBefore(end); count++) {
            check(new RandomPipeline(new Random(seed + count)), "seed " + (seed + count));
        }
        System.out.println(count + " pipelines, the first with seed " + seed);
    }

    private void check(RandomPipeline pipeline, String seed) throws Exception {
        var answer = new GstTools(Terminal.HOME.resolve("target/plugin"), folder.resolve("registry"))
                .with("GST_TRACERS", "leaks").with("GST_DEBUG", "GST_TRACER:7").with("GST_DEBUG_NO_COLOR", "1")
                .bash(pipeline.line());

        String what = seed + ": " + pipeline.line() + "\n";
        String errors = answer.errors().lines().filter(line -> !line.contains("gst_tracer_re")).collect(Collectors.joining("\n"));
        assertThat(answer.exitCode() == 0).as(what + errors).isEqualTo(!pipeline.hasToFail());
        assertThat(errors).as(what).doesNotContain("CRITICAL", "SIGSEGV", "Internal error")
                .doesNotContainPattern("object-alive, type-name=.string.[A-Z]");
        long frames = FRAME_OUT.matcher(answer.output()).results().count();
        assertThat(frames).as(what + answer.output()).isBetween(pipeline.leastFrames(), pipeline.mostFrames());
    }
}
