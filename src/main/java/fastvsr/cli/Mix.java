package fastvsr.cli;

import fastvsr.model.ElementType;
import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the mean of two trained networks. */
@Command(name = "mix", mixinStandardHelpOptions = true,
        description = "Writes the mean of the weights of two networks that were trained on from the same weights.")
final class Mix implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FIRST", description = "weights file; the result takes its metadata too")
    private Path first;

    @Parameters(index = "1", paramLabel = "SECOND", description = "weights file of the same network")
    private Path second;

    @Option(names = "--share", defaultValue = "0.5", paramLabel = "SHARE",
            description = "how much of SECOND there is in the mean, 0 to 1; default ${DEFAULT-VALUE}")
    private double share;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "weights file to write")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (!(share >= 0 && share <= 1)) {
            throw new CommandException("--share " + share + " is not in 0 to 1");
        }
        Weights mean = Safetensors.read(first).mixedWith(Safetensors.read(second), share).as(ElementType.F16);
        try (PartFile part = PartFile.of(out, true)) {
            try (OutputStream file = Files.newOutputStream(part.path())) {
                Safetensors.write(mean, file);
            }
            part.commit();
        }
        return 0;
    }
}
