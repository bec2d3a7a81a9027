package fastvsr;

import fastvsr.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;

/** GStreamer's command-line tools, which see one plugin folder beside the system's and keep their own registry file. */
final class GstTools {
    private static final String SHORT_LINE = "videotestsrc num-buffers=1 ! video/x-raw,width=16,height=16 ! %s ! fakesink";

    private final Terminal terminal;

    GstTools(Path plugin, Path registry) {
        this.terminal = new Terminal(Terminal.HOME)
                .with("GST_PLUGIN_PATH", plugin.toString())
                .with("GST_REGISTRY", registry.toString())
                .with("JAVA_HOME", "")
                .with("FASTVSR_JVM_OPTS", "");
    }

    GstTools with(String variable, String value) {
        terminal.with(variable, value);
        return this;
    }

    Terminal.Answer inspect(String argument) throws IOException, InterruptedException {
        return terminal.run("gst-inspect-1.0", argument);
    }

    /** Plays one frame through an element. */
    Terminal.Answer play(String element) throws IOException, InterruptedException {
        return terminal.bash("exec gst-launch-1.0 " + SHORT_LINE.formatted(element));
    }

    Terminal.Answer bash(String line) throws IOException, InterruptedException {
        return terminal.bash(line);
    }

    /** Runs a Python program of the system that can use Gst, already initialised. */
    Terminal.Answer python(String program) throws IOException, InterruptedException {
        String imports = "import gi; gi.require_version('Gst', '1.0'); from gi.repository import Gst; Gst.init(None)\n";
        return terminal.run("/usr/bin/python3", "-c", imports + program);
    }
}
