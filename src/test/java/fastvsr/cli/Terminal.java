package fastvsr.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs real processes, as a user would from a terminal. */
public final class Terminal {
    /** Top folder of the project. */
    public static final Path HOME = Path.of("").toAbsolutePath();
    private static final long LIMIT_SECONDS = 180;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** A terminal whose working folder is that. */
    public Terminal(Path folder) {
        this.folder = folder;
    }

    /** What a process said and how it ended. */
    public record Answer(int exitCode, String output, String errors) {
    }

    public Terminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Answer fastvsr(String... arguments) throws IOException, InterruptedException {
        return run(command(HOME.resolve("fastvsr"), arguments));
    }

    /** Runs a command that can write no more than 4 KiB to any file from when it is about to write its result. */
    Answer fastvsrOnFullDisk(String... arguments) throws IOException, InterruptedException {
        Path messages = Files.createTempFile("messages", ".txt");
        Process process = start(messages, messages, command(HOME.resolve("fastvsr"), arguments));
        while (process.isAlive() && !isBegun("")) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=4096");
        return new Answer(process.waitFor(), "", Files.readString(messages));
    }

    Answer script(String path, String... arguments) throws IOException, InterruptedException {
        return run(command(HOME.resolve(path), arguments));
    }

    public Answer bash(String line) throws IOException, InterruptedException {
        return run(new String[] {"bash", "-c", line});
    }

    public Answer run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("output", ".txt");
        Path errors = Files.createTempFile("errors", ".txt");
        try {
            Process process = start(output, errors, command);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " hangs: " + Files.readString(errors));
            }
            return new Answer(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    Process start(Path output, Path errors, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Whether a command has written something to a file that has not got its place yet; without a name, whether it is about to. */
    boolean isBegun(String name) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PartFile.PREFIX + "*")) {
            for (Path part : parts) {
                if (part.resolve(name).toFile().length() > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String[] command(Path program, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return command;
    }
}
