package fastvsr.cli;

import fastvsr.model.ModelException;
import fastvsr.train.TrainingException;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code ./fastvsr}. */
@Command(name = "fastvsr", mixinStandardHelpOptions = true, versionProvider = Main.Release.class,
        description = "Upscales video four times with a one-step temporal network, in GStreamer.",
        subcommands = {Upscale.class, Evaluate.class, Train.class, Doctor.class})
public final class Main {
    /** The version in the manifest of our jar. */
    static final class Release implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"fastvsr " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }

    private Main() {
    }

    /** Runs one command; exit code 0 is success, 1 a failure that was explained, 2 a wrong option. */
    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        return new CommandLine(Main.class, Main::create)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, result) -> explain(failure, command));
    }

    private static <T> T create(Class<T> type) throws Exception {
        return type == Main.class ? type.cast(new Main()) : CommandLine.defaultFactory().create(type);
    }

    private static int explain(Exception failure, CommandLine command) {
        boolean foreseen = failure instanceof CommandException || failure instanceof ModelException
                || failure instanceof TrainingException
                || failure instanceof IOException;
        if (foreseen) {
            command.getErr().println("fastvsr: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
