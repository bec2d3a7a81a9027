package fastvsr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Our commands on a machine whose GStreamer lacks some plugins, without the launcher, which would install them. */
final class LeanMachine {
    private static final Path PLUGIN = Terminal.HOME.resolve("target/plugin");

    private final Terminal terminal;

    /** A machine with all that is installed here but those plugins; what it needs lies in a folder. */
    LeanMachine(Path folder, String... absent) throws IOException, InterruptedException {
        Path kept = Files.createDirectory(folder.resolve("gstreamer"));
        String installed = new Terminal(folder).bash("pkg-config --variable=pluginsdir gstreamer-1.0").output().strip();
        List<String> left = Stream.of(absent).map(name -> "libgst" + name + ".so").toList();
        try (Stream<Path> files = Files.list(Path.of(installed))) {
            for (Path file : files.filter(file -> !left.contains(file.getFileName().toString())).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        terminal = new Terminal(folder).with("GST_PLUGIN_SYSTEM_PATH", kept.toString()).with("GST_PLUGIN_PATH", PLUGIN.toString())
                .with("GST_REGISTRY", folder.resolve("registry").toString());
    }

    Terminal.Answer fastvsr(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
                "-cp", PLUGIN.resolve("lib/fastvsr.jar").toString(), "fastvsr.cli.Main"));
        line.addAll(List.of(arguments));
        return terminal.run(line.toArray(String[]::new));
    }
}
