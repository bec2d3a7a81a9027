package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small bundles have no libav: their commands do without. */
class WithoutLibavTest {
    @TempDir
    private Path folder;
    private LeanMachine machine;

    @BeforeEach
    void machineWithoutLibav() throws Exception {
        machine = new LeanMachine(folder, "libav");
    }

    @Test
    void sound_that_does_not_fit_in_becomes_aac() throws Exception {
        Path input = Clips.withSound(folder, "pcm.mov", "identity", "qtmux");
        Path result = folder.resolve("result.mp4");

        Terminal.Answer answer = machine.fastvsr("upscale", input.toString(), result.toString());

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        HostPipeline.startGStreamer();
        assertThat(new Discovery().look(result).audio()).singleElement().asString().startsWith("audio/mpeg, mpegversion=(int)4");
    }

    @Test
    void degraded_input_is_decoded_by_what_there_is() throws Exception {
        Path input = Clips.city(folder, 3);

        Terminal.Answer answer = machine.fastvsr("evaluate", "--quick", "--degraded", input.toString());

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.output()).contains("degraded");
    }

    @Test
    void the_doctor_misses_nothing() throws Exception {
        Terminal.Answer answer = machine.fastvsr("doctor");

        assertThat(answer.exitCode()).as(answer.output() + answer.errors()).isZero();
        assertThat(answer.output()).contains("openh264dec").doesNotContain("avdec_h264");
    }
}
