package fastvsr;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of plain GStreamer tools sees of the plugin, with Java and without. */
class LoaderTest {
    private static final Path PLUGIN = Terminal.HOME.resolve("target/plugin");

    @TempDir
    static Path shared;
    @TempDir
    Path folder;
    private GstTools tools;

    @BeforeEach
    void open_tools() {
        tools = new GstTools(PLUGIN, shared.resolve("registry"));
    }

    @Test
    void gst_inspect_shows_what_the_descriptor_says() throws Exception {
        var answer = tools.inspect("fastvsr");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.errors()).isEmpty();
        assertThat(answer.output()).containsSubsequence("none (0)", "Temporal video upscaler", "Filter/Effect/Video",
                "Apache 2.0", "FastVsr", "SINK template: 'sink'", "Always", "SRC template: 'src'", "Always");
        assertThat(answer.output()).containsSubsequence("group-length ", "changeable in NULL, READY, PAUSED or PLAYING state",
                "Unsigned Integer. Range: 1 - 64 Default: 8");
        assertThat(answer.output()).containsSubsequence("stats ", "flags: readable\n", "GstStructure");
    }

    @Test
    void a_scan_of_the_plugins_and_a_load_of_the_plugin_start_no_java() throws Exception {
        var answer = new GstTools(PLUGIN, folder.resolve("registry")).python("""
                def java(): return 'libjvm' in open('/proc/self/maps').read()
                feature = Gst.ElementFactory.find('fastvsr').load()
                print(java(), Gst.ElementFactory.find('fastvsr').get_metadata('klass'))
                element = Gst.ElementFactory.make('fastvsr')
                print(java())
                """);

        assertThat(answer.output()).as(answer.errors()).isEqualTo("False Filter/Effect/Video\nTrue\n");
    }

    @Test
    void settings_are_saved_as_a_preset_and_come_back() throws Exception {
        var answer = tools.with("XDG_DATA_HOME", folder.toString()).python("""
                saved = Gst.ElementFactory.make('fastvsr')
                saved.set_property('group-length', 5)
                saved.set_property('device', 'cpu')
                print(saved.save_preset('mine'))
                loaded = Gst.ElementFactory.make('fastvsr')
                print(loaded.get_preset_names(), loaded.load_preset('mine'))
                print(loaded.get_property('group-length'), loaded.get_property('device'), loaded.get_property('model'))
                """);

        assertThat(answer.output()).as(answer.errors()).isEqualTo("True\n['mine'] True\n5 cpu nano\n");
    }

    @Test
    void missing_java_is_an_element_error_which_is_over_as_soon_as_java_is_there() throws Exception {
        Path registry = folder.resolve("registry");

        var without = new GstTools(PLUGIN, registry).with("JAVA_HOME", folder.toString()).play("fastvsr group-length=3");
        var blacklist = new GstTools(PLUGIN, registry).inspect("-b");
        var with = new GstTools(PLUGIN, registry).inspect("fastvsr");

        assertThat(without.exitCode()).isNotZero();
        assertThat(without.errors()).contains("fastvsr0: No fitting Java in JAVA_HOME=" + folder, "apt install openjdk",
                "./fastvsr doctor");
        assertThat(blacklist.output()).contains("0 blacklisted files");
        assertThat(with.output()).contains("SINK: 'sink'", "frames-in: 0");
    }

    @Test
    void gst_inspect_works_without_java() throws Exception {
        var answer = tools.with("JAVA_HOME", "/nowhere").inspect("fastvsr");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.output()).contains("SINK: 'sink'", "Range: 1 - 64 Default: 8", "Default: \"nano\"");
    }

    @Test
    void java_that_is_too_old_is_named_with_its_version() throws Exception {
        Path library = folder.resolve("lib/server/libjvm.so");
        Files.createDirectories(library.getParent());
        Files.createFile(library);
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"11.0.2\"\n");

        var answer = tools.with("JAVA_HOME", folder.toString()).play("fastvsr");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("Install Java 17 or newer", library + " is of version 11");
    }

    @Test
    void a_java_library_that_cannot_be_loaded_is_an_element_error() throws Exception {
        Path library = folder.resolve("lib/server/libjvm.so");
        Files.createDirectories(library.getParent());
        Files.writeString(library, "no library");

        var answer = tools.with("JAVA_HOME", folder.toString()).play("fastvsr");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("fastvsr0: Java cannot be loaded.", library.toString());
    }

    @Test
    void java_home_may_be_relative() throws Exception {
        var answer = tools.with("JAVA_HOME", "target/../no-java").play("fastvsr");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("No fitting Java in JAVA_HOME=target/../no-java");
    }

    @Test
    void options_that_java_refuses_are_an_element_error_and_leave_the_host_alive() throws Exception {
        var answer = tools.with("FASTVSR_JVM_OPTS", "-Xmx3x").play("fastvsr");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("fastvsr0: Java refuses FASTVSR_JVM_OPTS=\"-Xmx3x\"", "Invalid maximum heap size");
        assertThat(answer.output()).contains("Freeing pipeline");
    }

    @Test
    void the_locale_of_the_host_stays_as_it_was() throws Exception {
        var answer = tools.with("LC_ALL", "C.UTF-8").python("""
                import locale
                before = locale.setlocale(locale.LC_NUMERIC)
                element = Gst.ElementFactory.make('fastvsr')
                print(before, locale.setlocale(locale.LC_NUMERIC))
                """);

        assertThat(answer.output()).as(answer.errors()).isEqualTo("C C\n");
    }

    @Test
    void a_name_that_the_locale_has_no_letters_for_is_told_with_what_helps() throws Exception {
        Path weights = Files.createFile(folder.resolve("näme.safetensors"));

        var answer = tools.with("LC_ALL", "C").play("fastvsr model=\"" + weights + "\"");

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("set LC_ALL=C.UTF-8");
    }

    @Test
    void what_gstreamer_gets_to_read_is_utf8_in_every_locale() throws Exception {
        var answer = tools.with("LC_ALL", "C").python("""
                pipeline = Gst.parse_launch('fastvsr name=vsr ! fakesink')
                pipeline.get_by_name('vsr').set_property('model', '/nowhere/n\\u00e4me.safetensors')
                print(ascii(pipeline.get_by_name('vsr').get_property('model')))
                pipeline.set_state(Gst.State.PAUSED)
                print(ascii(pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR).parse_error().gerror.message))
                pipeline.set_state(Gst.State.NULL)
                """);

        assertThat(answer.output().lines()).as(answer.errors()).hasSize(2).allMatch(line -> line.contains("/nowhere/n\\xe4me.safetensors"));
    }

    @Test
    void the_users_options_come_after_ours() throws Exception {
        var answer = tools.with("FASTVSR_JVM_OPTS", "-Xmx99m -XX:+PrintCommandLineFlags").inspect("fastvsr");

        assertThat(answer.output()).contains("-XX:MaxHeapSize=" + 99 * 1024 * 1024, "-XX:+UseSerialGC", "+ReduceSignalUsage");
    }

    @Test
    void pictures_may_be_larger_than_javas_heap() throws Exception {
        var answer = tools.with("FASTVSR_JVM_OPTS", "-Xmx40m")
                .bash("gst-launch-1.0 videotestsrc num-buffers=1 ! video/x-raw,format=I420,width=1920,height=1080 ! fastvsr group-length=1 ! fakesink");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
    }

    @Test
    void frames_flow_while_the_jvm_stops_at_a_safepoint_every_millisecond() throws Exception {
        String stress = "-XX:+UnlockDiagnosticVMOptions -XX:+SafepointALot -XX:GuaranteedSafepointInterval=1";

        var answer = tools.with("FASTVSR_JVM_OPTS", stress).play("fastvsr ! fastvsr");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.output()).contains("Got EOS");
    }

    @Test
    void a_plugin_reached_through_a_symbolic_link_finds_its_descriptor_and_its_jars() throws Exception {
        Files.createSymbolicLink(folder.resolve("libgstfastvsr.so"), PLUGIN.resolve("libgstfastvsr.so"));

        var answer = new GstTools(folder, folder.resolve("registry")).inspect("fastvsr");

        assertThat(answer.output()).contains("Temporal video upscaler", "frames-in: 0");
    }
}
