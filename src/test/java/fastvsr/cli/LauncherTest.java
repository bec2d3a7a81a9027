package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    /** What a bare Debian has and the launcher uses. */
    private static final List<String> BARE_SYSTEM = List.of("awk", "cat", "dirname", "env", "find", "flock", "grep",
            "mkdir", "mktemp", "mv", "readlink", "rm", "sed", "sort", "tail");

    @TempDir
    Path temporary;
    private Path folder;

    @BeforeEach
    void folderWithABlankInItsName() throws Exception {
        folder = Files.createDirectory(temporary.resolve("a folder"));
    }

    @Test
    void prints_exports_that_make_plain_gstreamer_find_the_element_from_anywhere() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Terminal.HOME.resolve("fastvsr"));

        Terminal.Answer answer = new Terminal(folder).bash("eval \"$(./link env)\" && gst-inspect-1.0 fastvsr");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.output()).contains("Filter/Effect/Video", "group-length");
    }

    @Test
    void env_prints_nothing_but_exports() throws Exception {
        Terminal.Answer answer = new Terminal(folder).fastvsr("env");

        assertThat(answer.output().lines()).isNotEmpty().allMatch(line -> line.matches("export [A-Z_]+=\\S+"));
    }

    @Test
    void env_keeps_the_plugin_path_that_was_there_and_is_idempotent() throws Exception {
        Terminal.Answer answer = new Terminal(folder).with("GST_PLUGIN_PATH", "/other").bash("eval \"$('" + Terminal.HOME
                + "/fastvsr' env)\"; eval \"$('" + Terminal.HOME + "/fastvsr' env)\"; echo \"$GST_PLUGIN_PATH\"");

        assertThat(answer.output().strip()).isEqualTo(Terminal.HOME + "/target/plugin:/other");
    }

    @Test
    void reads_any_file_name_in_a_locale_without_letters_beyond_ascii() throws Exception {
        Files.writeString(folder.resolve("näme.mp4"), "no video");

        Terminal.Answer answer = new Terminal(folder).with("LC_ALL", "C").bash("'" + Terminal.HOME
                + "/fastvsr' upscale n*.mp4 out.mp4");

        assertThat(answer.errors()).contains("näme.mp4 cannot be decoded");
    }

    @Test
    void draws_where_a_display_is_named_that_nobody_shows() throws Exception {
        Terminal.Answer answer = new Terminal(folder).with("DISPLAY", ":77").fastvsr("train", "draw", "--count", "1", "--out", "one.tar");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(folder.resolve("one.tar")).isNotEmptyFile();
    }

    @Test
    void explains_an_unknown_command_and_ends_with_2() throws Exception {
        Terminal.Answer answer = new Terminal(folder).fastvsr("upscal");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.errors()).contains("upscal", "upscale IN OUT");
    }

    @Test
    void names_the_missing_packages_where_there_is_no_apt() throws Exception {
        Terminal.Answer answer = new Terminal(folder).with("PATH", bareSystem()).fastvsr("upscale", "a.mp4", "b.mp4");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains("gstreamer1.0-tools", "gstreamer1.0-plugins-ugly", "no apt here");
    }

    @Test
    void says_what_it_installs_and_installs_it() throws Exception {
        String path = bareSystem();
        Path asked = folder.resolve("asked");
        program(Path.of(path, "apt-get"), "echo \"$@\" >> '" + asked + "'");
        program(Path.of(path, "sudo"), "[[ $1 == -n ]] && shift; exec \"$@\"");

        Terminal.Answer answer = new Terminal(folder).with("PATH", path).fastvsr("upscale", "a.mp4", "b.mp4");

        assertThat(Files.readAllLines(asked)).hasSize(2).first().asString().startsWith("update");
        assertThat(Files.readString(asked)).contains("install -y --no-install-recommends", "gstreamer1.0-tools");
        assertThat(answer.errors()).contains("installing them: apt-get install", "still missing");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    void the_doctor_finds_everything_here() throws Exception {
        Terminal.Answer answer = new Terminal(folder).fastvsr("doctor");

        assertThat(answer.exitCode()).as(answer.output() + answer.errors()).isZero();
        assertThat(answer.output()).contains("Java ", "GStreamer ", "element fastvsr").doesNotContain("MISSING");
    }

    @Test
    void the_doctor_only_names_what_is_missing() throws Exception {
        Terminal.Answer answer = new Terminal(folder).with("PATH", bareSystem()).fastvsr("doctor");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains("sudo apt-get install -y --no-install-recommends", "gstreamer1.0-tools");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "build", "bundle", "test"})
    void explains_a_command_of_its_own_and_does_nothing_else(String command) throws Exception {
        Terminal terminal = beforeTheFirstBuild("touch asked");

        Terminal.Answer answer = terminal.bash("./fastvsr " + command + " --help");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.output().lines()).singleElement().asString().startsWith("  " + command + " ");
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    @Test
    void forgets_options_that_maven_does_not_build_with() throws Exception {
        Terminal terminal = beforeTheFirstBuild("[[ $* != *--nonsense* ]] && echo \"$@\" >asked && : >target/plugin/libgstfastvsr.so");

        Terminal.Answer failed = terminal.bash("./fastvsr build --nonsense");
        Terminal.Answer next = terminal.bash("./fastvsr env");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(next.exitCode()).as(next.errors()).isZero();
        assertThat(folder.resolve("asked")).content().contains("package");
    }

    @Test
    void tests_what_was_built_with_the_options_of_the_build() throws Exception {
        Terminal terminal = beforeTheFirstBuild("echo \"$@\" >>asked; : >target/plugin/libgstfastvsr.so");

        terminal.bash("./fastvsr build -Pcuda");
        terminal.bash("./fastvsr test");
        terminal.bash("./fastvsr test --soak");

        assertThat(folder.resolve("asked")).content().contains("package", "verify", "test");
        assertThat(Files.readAllLines(folder.resolve("asked"))).hasSize(3).allMatch(line -> line.contains("-Pcuda"));
    }

    @Test
    void leaves_no_libraries_of_another_build_in_the_plugin() throws Exception {
        Terminal terminal = beforeTheFirstBuild("mkdir -p target/plugin/lib; touch target/plugin/lib{/engine$5.jar,gstfastvsr.so}");

        terminal.bash("./fastvsr build");
        terminal.bash("./fastvsr build -Pcuda");

        assertThat(folder.resolve("target/plugin/lib")).isDirectoryContaining("glob:**-Pcuda.jar");
        assertThat(folder.resolve("target/plugin/lib").toFile().list()).hasSize(1);
    }

    @Test
    void leaves_the_plugin_as_it_was_if_a_build_with_other_options_fails() throws Exception {
        Terminal terminal = beforeTheFirstBuild("[[ $* != *-Pcuda* ]] && mkdir -p target/plugin/lib && touch target/plugin/lib{/engine.jar,gstfastvsr.so}");

        terminal.bash("./fastvsr build");
        Terminal.Answer failed = terminal.bash("./fastvsr build -Pcuda");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("target/plugin/lib/engine.jar")).exists();
    }

    /** A copy of the launcher, whose Maven is one line of bash. */
    private Terminal beforeTheFirstBuild(String maven) throws Exception {
        Files.copy(Terminal.HOME.resolve("fastvsr"), folder.resolve("fastvsr"));
        Files.createDirectories(folder.resolve("src/main"));
        Files.createDirectory(folder.resolve("plugin-descriptor"));
        Files.createDirectories(folder.resolve("target/plugin"));
        Files.createFile(folder.resolve("pom.xml"));
        Path bin = Files.createDirectory(folder.resolve("programs"));
        program(bin.resolve("mvn"), maven);
        return new Terminal(folder).with("PATH", bin + ":" + System.getenv("PATH"));
    }

    private String bareSystem() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : BARE_SYSTEM) {
            program(bin.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        }
        return bin.toString();
    }

    private static void program(Path path, String line) throws Exception {
        Files.writeString(path, "#!/bin/bash\n" + line + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }
}
