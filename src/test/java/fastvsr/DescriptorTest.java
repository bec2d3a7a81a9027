package fastvsr;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loader with descriptors that have nothing to do with super-resolution. */
class DescriptorTest {
    private static final String PROBE = """
            [element]
            type=ProbeElement
            name=probe
            long-name=Probe
            class=Generic
            description=Shows every kind of property
            author=Nobody

            [java]
            class=fastvsr.ProbePlugin
            jar=probe.jar
            version=17

            [java options]
            class-path=-Djava.class.path=%s

            [pad sink]
            direction=sink
            caps=ANY

            [property switch]
            type=boolean
            default=true
            flags=readable;writable;mutable-playing

            [property count]
            type=int
            minimum=-5
            maximum=5
            default=-3
            flags=readable;writable;controllable;mutable-playing

            [property share]
            type=double
            minimum=0
            maximum=1
            default=0.25
            flags=readable;writable;mutable-paused

            [property late]
            type=enum
            values=ProbeLate
            default=wait
            nick=When late
            blurb=What to do when late
            flags=readable;writable

            [enum ProbeLate]
            drop=Drop the frame
            wait=Wait for the frame
            """.formatted(Terminal.HOME.resolve("target/test-classes"));

    @TempDir
    static Path shared;
    @TempDir
    Path folder;
    private GstTools tools;

    @BeforeAll
    static void compile_a_loader() throws Exception {
        String line = """
                cc -O0 -fPIC -shared -o '%s' plugin-descriptor/loader.c -D_GNU_SOURCE -DPACKAGE='"probe"' -DPLUGIN=probe \
                -DPLUGIN_NAME='"probe"' -DPLUGIN_VERSION='"1"' -I'%s/include' -I'%2$s/include/linux' \
                $(pkg-config --cflags --libs gstreamer-1.0)"""
                .formatted(shared.resolve("libgstprobe.so"), System.getProperty("java.home"));
        assertThat(new Terminal(Terminal.HOME).bash(line).errors()).isEmpty();
    }

    @BeforeEach
    void copy_the_loader() throws Exception {
        Files.copy(shared.resolve("libgstprobe.so"), folder.resolve("libgstprobe.so"));
        tools = new GstTools(folder, folder.resolve("registry"));
    }

    @Test
    void every_type_of_property_has_its_range_default_and_flags() throws Exception {
        describe(PROBE);

        String shown = tools.with("JAVA_HOME", "/nowhere").inspect("probe").output();

        assertThat(shown).containsSubsequence("count ", "controllable, changeable in NULL, READY, PAUSED or PLAYING state",
                "Integer. Range: -5 - 5 Default: -3");
        assertThat(shown).containsSubsequence("late ", "What to do when late", "Enum \"ProbeLate\" Default: 1, \"wait\"",
                "(0): drop", "Drop the frame");
        assertThat(shown).containsSubsequence("share ", "changeable only in NULL, READY or PAUSED state",
                "Double. Range:               0 -               1 Default:            0.25");
        assertThat(shown).containsSubsequence("switch ", "Boolean. Default: true");
    }

    @Test
    void what_java_says_about_an_instance_is_an_element_error() throws Exception {
        describe(PROBE);

        var answer = tools.bash("gst-launch-1.0 fakesrc ! probe");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).containsSubsequence("probe", "The probe refuses its instance.", "with a trace");
    }

    @Test
    void a_missing_class_is_an_element_error() throws Exception {
        describe(PROBE.replace("fastvsr.ProbePlugin", "fastvsr.NoPlugin"));

        var answer = tools.bash("gst-launch-1.0 fakesrc ! probe");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("ClassNotFoundException: fastvsr.NoPlugin", "Java cannot use the jar");
    }

    @Test
    void a_group_that_makes_no_sense_is_named_in_an_element_error() throws Exception {
        describe(PROBE.replace("type=double", "type=colour"));

        var answer = tools.bash("gst-launch-1.0 fakesrc ! probe");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("[property share]", "probe.gstjava makes no sense");
    }

    @Test
    void a_missing_descriptor_is_an_element_error_until_it_is_there() throws Exception {
        var without = tools.bash("gst-launch-1.0 probe");
        var blacklist = tools.inspect("-b");
        describe(PROBE);
        var with = tools.inspect("probe");

        assertThat(without.exitCode()).isNotZero();
        assertThat(without.errors()).contains("probe.gstjava cannot be read.", "No such file");
        assertThat(blacklist.output()).contains("0 blacklisted files");
        assertThat(with.output()).contains("Shows every kind of property");
    }

    private void describe(String text) throws Exception {
        Files.writeString(folder.resolve("probe.gstjava"), text);
    }
}
