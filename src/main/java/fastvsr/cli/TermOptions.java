package fastvsr.cli;

import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import fastvsr.train.Terms;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the loss is to have beside the distances of pixels, as options of {@code train}. */
final class TermOptions {
    @Option(names = "--square-weight", defaultValue = "0", paramLabel = "WEIGHT",
            description = "weight of the root of luma's mean square per frame in the loss, what PSNR measures; default ${DEFAULT-VALUE}")
    private double square;

    @Option(names = "--frequency-weight", defaultValue = "0", paramLabel = "WEIGHT",
            description = "weight of the distance of Fourier coefficients in the loss; default ${DEFAULT-VALUE}")
    private double frequency;

    @Option(names = "--feature-weight", defaultValue = "0", paramLabel = "WEIGHT",
            description = "weight of the distance of SqueezeNet's features in the loss, for clips with worn input; default ${DEFAULT-VALUE}")
    private double feature;

    @Option(names = "--features", paramLabel = "FILE", description = "SqueezeNet 1.1 as safetensors, for --feature-weight")
    private Path features;

    @Option(names = "--lower-bound", defaultValue = "0", paramLabel = "WEIGHT",
            description = "lower-bound-guided training: weight of the free energy that a reference autoencoder gives the network's "
                    + "frames beyond the one of an autoencoder that follows them, in nats per pixel; default ${DEFAULT-VALUE}")
    private double lowerBound;

    @Option(names = "--lower-bound-after", defaultValue = "500", paramLabel = "STEPS",
            description = "steps in which the reference learns before the guidance begins; default ${DEFAULT-VALUE}")
    private int lowerBoundAfter;

    Terms terms() {
        return new Terms(square, frequency, feature, lowerBound, lowerBoundAfter);
    }

    /** SqueezeNet, if it is needed. */
    Optional<Weights> squeezeNet() {
        if (feature > 0 && features == null) {
            throw new CommandException("--feature-weight " + feature + " needs --features FILE, SqueezeNet 1.1 as safetensors");
        }
        return feature > 0 ? Optional.of(Safetensors.read(features).identified()) : Optional.empty();
    }
}
