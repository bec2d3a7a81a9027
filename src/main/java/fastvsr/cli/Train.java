package fastvsr.cli;

import fastvsr.model.Preset;
import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import fastvsr.train.Budget;
import fastvsr.train.Library;
import fastvsr.train.ModelCard;
import fastvsr.train.Trainer;
import fastvsr.train.TrainingPlan;
import fastvsr.train.Wear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(name = "train", mixinStandardHelpOptions = true, subcommands = {Prepare.class, Draw.class, Mix.class},
        description = "Trains a network on photos that move before a synthetic camera, and on film strips.")
final class Train implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--preset", defaultValue = "nano", paramLabel = "NAME",
            description = "network to train: nano, live or quality; default ${DEFAULT-VALUE}")
    private String preset;

    @Option(names = "--data", arity = "1..*", paramLabel = "PATH", description = "pictures: files, folders, tar archives")
    private List<Path> data = List.of();

    @Option(names = "--hold-out", split = ",", paramLabel = "NAME",
            description = "film strips whose name holds one of these are for validation only")
    private List<String> heldOut = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "where checkpoint, weights, model card and logs go")
    private Path out;

    @Option(names = "--weights", paramLabel = "FILE",
            description = "weights to start from, of this preset or of a network with fewer blocks; default: random ones, made from the seed")
    private Path weights;

    @Option(names = "--resume", description = "go on from the checkpoint in DIR, if there is one")
    private boolean resume;

    @Option(names = "--steps", defaultValue = "1000000000", paramLabel = "COUNT", description = "stop after so many steps")
    private long steps;

    @Option(names = "--minutes", defaultValue = "30", paramLabel = "MINUTES",
            description = "stop after so much training; default ${DEFAULT-VALUE}")
    private double minutes;

    @Option(names = "--device", defaultValue = "auto", paramLabel = "DEVICE",
            description = "auto (CUDA if there is any), cpu or cuda:N; default ${DEFAULT-VALUE}")
    private String device;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "COUNT", description = "CPU threads; default all")
    private int threads;

    @Option(names = "--batch", defaultValue = "16", paramLabel = "CLIPS", description = "default ${DEFAULT-VALUE}")
    private int batch;

    @Option(names = "--frames", defaultValue = "7", paramLabel = "COUNT",
            description = "frames per clip; default ${DEFAULT-VALUE}")
    private int frames;

    @Option(names = "--crop", defaultValue = "64", paramLabel = "PIXELS",
            description = "side of a small frame; default ${DEFAULT-VALUE}")
    private int crop;

    @Option(names = "--uses", defaultValue = "2", paramLabel = "STEPS",
            description = "steps that are made of each batch of filmed clips; default ${DEFAULT-VALUE}")
    private int uses;

    @Option(names = "--bfloat16", description = "compute with bfloat16: faster for wide networks on a GPU")
    private boolean bfloat16;

    @Option(names = "--rate", defaultValue = "1e-3", paramLabel = "RATE",
            description = "highest learning rate; default ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--degraded", defaultValue = "0.3", paramLabel = "SHARE",
            description = "share of clips with blurred, noisy, compressed input; default ${DEFAULT-VALUE}")
    private double degraded;

    @Option(names = "--codec-share", defaultValue = "0", paramLabel = "SHARE",
            description = "share of clips whose input, blurred and noisy, is encoded and decoded by x264; needs GStreamer; default ${DEFAULT-VALUE}")
    private double coded;

    @Option(names = "--ordinary", defaultValue = "0.75", paramLabel = "SHARE",
            description = "share of the clips with worn input that are about as worn as `evaluate --degraded` wears its clips; the others are "
                    + "blurred and encoded anyhow; default ${DEFAULT-VALUE}")
    private double ordinary;

    @ArgGroup(exclusive = false, validate = false, heading = "%nTerms of the loss beside the distances of pixels:%n")
    private TermOptions terms = new TermOptions();

    @Option(names = "--seed", defaultValue = "1", paramLabel = "NUMBER", description = "default ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--report", defaultValue = "20", paramLabel = "STEPS",
            description = "steps between two lines of the log; default ${DEFAULT-VALUE}")
    private int every;

    @Option(names = "--validations", defaultValue = "20", paramLabel = "COUNT",
            description = "how often the held-out clips are measured and a checkpoint is written; default ${DEFAULT-VALUE}")
    private int validations;

    @Override
    public Integer call() throws IOException {
        Preset network = Preset.named(preset).orElseThrow(() ->
                new CommandException("--preset " + preset + " is unknown; there are nano, live and quality"));
        TrainingPlan plan = new TrainingPlan(preset, batch, frames, crop, uses, rate, new Wear(degraded, coded, ordinary),
                terms.terms(), bfloat16, seed);
        Trainer.Rhythm rhythm = new Trainer.Rhythm(every, validations);
        Budget budget = new Budget(steps, 60 * minutes);
        checkFolder();
        Trainer.Aids aids = new Trainer.Aids(terms.squeezeNet(), coded > 0 ? Optional.of(new X264()) : Optional.empty());
        Library library = Library.load(data);
        System.err.println(library.photos().size() + " photos, " + library.strips().size() + " film strips");
        Trainer.Machine machine = new Trainer.Machine(device, threads);
        try (TrainingBar bar = new TrainingBar(System.err, System.console() != null)) {
            Map<String, Double> gains = new Trainer(plan, beginning(network), machine, aids, rhythm, out, bar)
                    .run(library, heldOut, budget);
            new ModelCard(command(), hardware(), library, heldOut, gains).write(out, preset);
            System.err.println("done: " + out.resolve(preset + ".safetensors") + ", gain over bicubic in dB " + gains);
        }
        return 0;
    }

    private Weights beginning(Preset network) {
        return weights == null ? network.untrained(seed) : network.grownFrom(Safetensors.read(weights), seed);
    }

    private String command() {
        return "./fastvsr " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private String hardware() {
        return device + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.arch") + ", Java " + System.getProperty("java.version");
    }

    private void checkFolder() throws IOException {
        if (data.isEmpty() || out == null) {
            throw new CommandException("train needs --data and --out; see `fastvsr train --help`");
        }
        Files.createDirectories(out);
        if (!resume && Files.exists(Trainer.checkpoint(out))) {
            throw new CommandException(out + " holds a checkpoint already: go on with --resume or give another --out");
        }
    }
}
