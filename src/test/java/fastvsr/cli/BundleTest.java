package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.pytorch.jni.LibUtils;
import fastvsr.model.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    @TempDir
    private Path temporary;

    @Test
    void a_small_bundle_runs_with_a_libtorch_of_the_machine_beside_another_gstreamer_and_where_there_is_none_and_no_java() throws Exception {
        Terminal terminal = new Terminal(temporary);
        assumeTrue(terminal.run("unshare", "--map-root-user", "--mount", "true").exitCode() == 0, "no right to unshare");
        Models.open("nano", "cpu", 1).close(); // unpacks libtorch
        String bundle = temporary.resolve("bundle").toString();

        String path = Arrays.stream(System.getenv("PATH").split(":")).filter(folder -> !folder.endsWith("sbin")).collect(Collectors.joining(":"));
        Terminal.Answer made = new Terminal(temporary).with("PATH", path).fastvsr("bundle", bundle, "--small"); // others than root have no sbin
        Terminal.Answer checked = terminal.with("PYTORCH_VERSION", "2.7.1").with("PYTORCH_FLAVOR", "cpu")
                .script("src/main/bundle/check", bundle, LibUtils.getLibtorchPath());
        Terminal.Answer here = terminal.with("PYTORCH_LIBRARY_PATH", LibUtils.getLibtorchPath())
                .run(bundle + "/fastvsr", "bench", "--device", "cpu", "--size", "64x48", "--frames", "10");

        assertThat(made.exitCode()).as(made.errors()).isZero();
        assertThat(checked.exitCode()).as(checked.output() + checked.errors()).isZero();
        assertThat(checked.output()).contains("64x48 -> 256x192", "runs in an empty root");
        assertThat(here.exitCode()).as(here.errors()).isZero();
    }

    @Test
    void explains_an_unknown_command_and_ends_with_2() throws Exception {
        Terminal.Answer answer = new Terminal(temporary).script("src/main/bundle/fastvsr", "upscal");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.errors()).contains("unknown command 'upscal'", "upscale, evaluate");
    }

    @Test
    void finds_its_folder_through_a_link_and_from_inside() throws Exception {
        Path folder = Terminal.HOME.resolve("src/main/bundle");
        Files.createSymbolicLink(temporary.resolve("link"), folder.resolve("fastvsr"));

        Terminal.Answer linked = new Terminal(temporary).bash("./link env");
        Terminal.Answer inside = new Terminal(folder).bash("bash fastvsr env");

        assertThat(linked.output()).as(linked.errors()).contains("JAVA_HOME=" + folder.resolve("java"));
        assertThat(inside.output()).as(inside.errors()).contains("JAVA_HOME=" + folder.resolve("java"));
    }

    @Test
    void a_bundle_is_not_made_over_something_else() throws Exception {
        Terminal.Answer answer = new Terminal(temporary).fastvsr("bundle", temporary.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains(temporary + " is already there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "new --smal", "--small new", "new --small more"})
    void makes_nothing_of_arguments_that_it_does_not_understand(String arguments) throws Exception {
        Terminal.Answer answer = new Terminal(temporary).bash("'" + Terminal.HOME + "/src/main/bundle/make' plugin " + arguments);

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).isEqualTo("fastvsr: usage: ./fastvsr bundle DIR [--small]\n");
        assertThat(temporary).isEmptyDirectory();
    }
}
