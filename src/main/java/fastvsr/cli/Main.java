package fastvsr.cli;

import fastvsr.model.ModelException;
import fastvsr.train.TrainingException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands behind {@code ./fastvsr}. */
@Command(name = "fastvsr", mixinStandardHelpOptions = true, versionProvider = Main.Release.class,
        description = "Upscales video up to four times per axis with a small recurrent network, in GStreamer.",
        subcommands = {Upscale.class, Evaluate.class, Bench.class, Train.class, Doctor.class})
public final class Main {
    /** The version in the manifest of our jar. */
    static final class Release implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"fastvsr " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "show where in the program an error came from")
    private boolean debug;

    private Main() {
    }

    /** Runs one command; exit code 0 is success, 1 a failure that was explained, 2 a wrong option, 130 an interruption. */
    public static void main(String[] arguments) {
        Interruption.watch();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (List.of(arguments).contains("--debug")) {
                failure.printStackTrace();
            }
            System.err.println("fastvsr: " + explanation(failure));
            ImmediateExit.with(CommandLine.ExitCode.SOFTWARE);
        });
        Interruption.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        Main main = new Main();
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, result) -> main.explain(failure, command));
    }

    private int explain(Exception failure, CommandLine command) {
        if (Interruption.hasBegun()) {
            return ImmediateExit.INTERRUPTED;
        }
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println("fastvsr: " + explanation(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String explanation(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage() + "); raise it by FASTVSR_JVM_OPTS=-Xmx8g or give less at once";
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + inWords(file); // its message is the file's name and nothing else
        }
        boolean foreseen = failure instanceof CommandException || failure instanceof ModelException
                || failure instanceof TrainingException || failure instanceof IOException;
        return oneLine(foreseen && failure.getMessage() != null ? failure.getMessage()
                : "unexpected " + failure + "; the option --debug shows where it came from");
    }

    /** {@code NoSuchFileException} is "no such file". */
    private static String inWords(FileSystemException failure) {
        return failure.getClass().getSimpleName().replace("Exception", "").replaceAll("([A-Z])", " $1").strip().toLowerCase(Locale.ROOT);
    }

    /** libtorch explains itself on many lines, of which the first says what failed and the last one why. */
    private static String oneLine(String message) {
        List<String> lines = message.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.size() < 2 ? message : lines.get(0) + " ... " + lines.get(lines.size() - 1);
    }
}
