package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelinesTest {
    @TempDir
    Path folder;

    @Test
    void file_to_file() throws Exception {
        Path result = folder.resolve("result.mp4");

        run("pipelines/file.sh", Clips.city(folder, 10).toString(), result.toString());

        assertThat(Clips.contentOf(result)).isEqualTo(new Clips.Content(10, 1280, 720, 360_000_000));
    }

    @Test
    void bicubic_beside_fastvsr() throws Exception {
        Path result = folder.resolve("result.mp4");

        run("pipelines/compare.sh", Clips.city(folder, 10).toString(), result.toString());

        assertThat(Clips.contentOf(result)).isEqualTo(new Clips.Content(10, 2560, 720, 360_000_000));
    }

    @Test
    void effect_in_an_editing_project() throws Exception {
        Path result = folder.resolve("result.mp4");

        run("pipelines/ges.sh", Clips.city(folder, 10).toString(), result.toString());

        assertThat(Clips.contentOf(result)).isEqualTo(new Clips.Content(10, 1280, 720, 360_000_000));
    }

    @Test
    void raw_to_raw() throws Exception {
        Path raw = folder.resolve("frames.i420");
        Clips.make(folder, 10, "videoscale ! video/x-raw,format=I420,width=64,height=48 ! filesink location=" + raw);
        Path result = folder.resolve("result.i420");

        run("pipelines/raw.sh", raw.toString(), result.toString(), "64", "48");

        assertThat(Files.size(result)).isEqualTo(16 * Files.size(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipelines/camera.sh", "pipelines/rtsp.sh"})
    void live_source(String script) throws Exception {
        Terminal terminal = new Terminal(folder).with("SINK", "fakesink")
                .with("SOURCE", "videotestsrc is-live=true num-buffers=20 ! video/x-raw,width=320,height=240,framerate=10/1");

        Terminal.Answer answer = terminal.script(script);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.output()).contains("EOS");
    }

    @Test
    void cuda_without_a_gpu_is_an_error() throws Exception {
        assumeTrue(Files.notExists(Path.of("/proc/driver/nvidia/version")), "there is a GPU");

        Terminal.Answer answer = new Terminal(folder).script("pipelines/cuda.sh", Clips.city(folder, 5).toString(), "result.mp4");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("cuda:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipelines/before-after.sh", "pipelines/camera.sh", "pipelines/compare.sh", "pipelines/cuda.sh", "pipelines/file.sh",
        "pipelines/ges.sh", "pipelines/raw.sh", "pipelines/rtsp.sh", "samples/c/run", "samples/java/run", "samples/python/run"})
    void says_nothing_after_the_reason_why_the_element_cannot_be_set_up(String script) throws Exception {
        Path copy = folder.resolve(script);
        Files.createDirectories(copy.getParent());
        Files.copy(Terminal.HOME.resolve(script), copy);
        Files.writeString(folder.resolve("fastvsr"), "#!/bin/sh\necho the reason >&2; exit 3\n");
        assertThat(folder.resolve("fastvsr").toFile().setExecutable(true)).isTrue();

        Terminal.Answer answer = new Terminal(folder).run(copy.toString(), "in", "out", "16", "16");

        assertThat(answer).isEqualTo(new Terminal.Answer(3, "", "the reason\n"));
    }

    private void run(String script, String... arguments) throws Exception {
        Terminal.Answer answer = new Terminal(folder).script(script, arguments);

        assertThat(answer.exitCode()).as(answer.output() + answer.errors()).isZero();
    }
}
