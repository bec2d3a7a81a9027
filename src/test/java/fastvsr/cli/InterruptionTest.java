package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C ends long commands at once, with one line and exit code 130. */
class InterruptionTest {
    @TempDir
    private Path folder;

    @Test
    void evaluate_ends_while_its_network_works() throws Exception {
        List<String> command = new ArrayList<>(List.of("evaluate", "--quick", "--sheets", "sheets"));
        command.addAll(Collections.nCopies(1000, Clips.CITY.toString()));

        assertEndsOnInterrupt(folder.resolve("sheets"), command);
    }

    @Test
    void bench_ends_while_its_pipeline_runs() throws Exception {
        String manySizes = String.join(",", Collections.nCopies(1000, "32x32"));

        assertEndsOnInterrupt(folder.resolve("shown"), List.of("bench", "--frames", "10", "--size", manySizes));
    }

    @Test
    void train_ends_in_the_middle_of_a_step() throws Exception {
        assertEndsOnInterrupt(folder.resolve("out/log.csv"), List.of("train", "--data",
                Terminal.HOME.resolve("samples").toString(), "--out", "out", "--batch", "1", "--crop", "24", "--report", "1"));
    }

    @Test
    void upscale_ends_without_an_error_while_it_writes_hundreds_of_pictures_a_second() throws Exception {
        Path numbered = Files.createDirectory(folder.resolve("numbered"));
        for (int i = 0; i < 6000; i++) {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", numbered.resolve("small-" + i + ".png").toFile());
        }

        assertEndsOnInterrupt(() -> new Terminal(folder).isBegun("out-2000.png"), List.of("upscale", "numbered/small-%d.png", "out-%d.png"),
                "fastvsr: interrupted; nothing was written to " + folder.resolve("out-%d.png"));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("messages", "numbered", "shown");
    }

    /** Interrupts a command as soon as something is in a file that it makes. */
    private void assertEndsOnInterrupt(Path sign, List<String> command) throws Exception {
        assertEndsOnInterrupt(() -> sign.toFile().length() > 0, command, "fastvsr: interrupted");
    }

    private void assertEndsOnInterrupt(Callable<Boolean> sign, List<String> command, String lastLine) throws Exception {
        Path messages = folder.resolve("messages");
        // whoever runs the tests in the background has SIGINT ignored, and a child takes that over
        List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT", Terminal.HOME.resolve("fastvsr").toString()));
        line.addAll(command);
        Process process = new Terminal(folder).start(folder.resolve("shown"), messages, line.toArray(String[]::new));
        awaitSign(process, sign);

        new Terminal(folder).run("kill", "-INT", Long.toString(process.pid()));

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(messages).content().endsWith("\n" + lastLine + "\n").doesNotContain("Error", "SIGSEGV", "\tat ");
        assertThat(process.exitValue()).isEqualTo(130);
    }

    private static void awaitSign(Process process, Callable<Boolean> sign) throws Exception {
        while (process.isAlive() && !sign.call()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
