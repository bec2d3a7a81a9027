package fastvsr;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.cli.Terminal;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How programs in C, Python and Java get on with the JVM inside them. */
class LoaderHostsTest {
    private static final Path PLUGIN = Terminal.HOME.resolve("target/plugin");
    private static final String COMPILE = "cc -Wall -Wextra -o '%s' src/test/c/host.c $(pkg-config --cflags --libs gstreamer-1.0)";

    @TempDir
    static Path shared;
    @TempDir
    Path folder;
    private GstTools tools;

    @BeforeEach
    void open_tools() {
        tools = new GstTools(PLUGIN, shared.resolve("registry"));
    }

    @ParameterizedTest
    @CsvSource({"'', '3 ready, 5 signals caught'", "threads, 8 ready"})
    void a_c_host_keeps_its_signal_handlers_and_makes_elements_in_any_thread(String mode, String expected) throws Exception {
        Path host = folder.resolve("host");

        var answer = tools.bash(COMPILE.formatted(host) + " && '" + host + "' " + mode);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.output()).isEqualTo(expected + "\n");
    }

    @Test
    void a_python_host_sets_and_reads_properties_of_three_elements() throws Exception {
        var answer = tools.python("""
                elements = [Gst.ElementFactory.make('fastvsr') for _ in range(3)]
                for i, element in enumerate(elements):
                    element.set_property('group-length', 5 + i)
                print([element.set_state(Gst.State.READY).value_nick for element in elements])
                print([element.get_property('group-length') for element in elements], elements[0].get_property('model'))
                for element in elements: element.set_state(Gst.State.NULL)
                """);

        assertThat(answer.output()).as(answer.errors())
                .isEqualTo("['success', 'success', 'success']\n[5, 6, 7] nano\n");
    }

    @Test
    void a_host_that_takes_the_segv_handler_away_is_warned() throws Exception {
        var answer = tools.python("""
                import faulthandler
                pipeline = Gst.parse_launch('fastvsr ! fakesink')
                faulthandler.enable()
                pipeline.set_state(Gst.State.READY)
                print(pipeline.get_bus().pop_filtered(Gst.MessageType.WARNING).parse_warning().gerror.message)
                """);

        assertThat(answer.output()).as(answer.errors()).contains("SIGSEGV");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gst1-java-core-*.jar jna-*.jar", "*.jar"})
    void a_java_host_shares_its_jvm_whether_our_jar_is_in_its_class_path_or_not(String jars) throws Exception {
        String line = "cd target/plugin/lib && class_path=$(printf '%s:' " + jars + ") && "
                + "exec java -cp \"$class_path:../../test-classes\" fastvsr.JavaHost";

        var answer = tools.bash(line);

        assertThat(answer.output()).as(answer.errors()).isEqualTo("SUCCESS 3\nSUCCESS 4\nSUCCESS 5\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-e"})
    void an_interrupt_ends_gst_launch_in_good_order(String option) throws Exception {
        String line = """
                gst-launch-1.0 %s videotestsrc is-live=true ! video/x-raw,width=16,height=16 ! fastvsr group-length=1 ! fakesink >'%s' &
                until grep -q 'New clock' '%2$s'; do kill -0 $!; sleep 0.1; done
                kill -INT $!; wait $!; echo "exit code $?"; cat '%2$s'
                """.formatted(option, folder.resolve("log"));

        var answer = tools.bash("set -e; " + line);

        assertThat(answer.output()).as(answer.errors()).startsWith("exit code 0").contains("Freeing pipeline");
        assertThat(answer.output().contains("Got EOS")).isEqualTo(option.equals("-e"));
    }
}
