package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"c", "java", "python"})
    void upscales_a_file_and_prints_statistics(String language) throws Exception {
        Path input = Clips.city(folder, 10);
        Path result = folder.resolve("result.mkv");

        Terminal.Answer answer = new Terminal(folder).script("samples/" + language + "/run", input.toString(), result.toString());

        assertThat(answer.exitCode()).as(answer.output() + answer.errors()).isZero();
        assertThat(answer.output()).contains("frames-out=(guint64)10");
        assertThat(Clips.contentOf(result)).isEqualTo(new Clips.Content(10, 1280, 720, 360_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "java", "python"})
    void names_the_element_that_failed(String language) throws Exception {
        Terminal.Answer answer = new Terminal(folder).script("samples/" + language + "/run", "none.mp4", "result.mkv");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.output() + answer.errors()).contains("in: ");
    }
}
