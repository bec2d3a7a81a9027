package fastvsr.train;

import fastvsr.model.ElementType;
import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.Weights;
import fastvsr.model.torch.TensorScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Trains one network from its checkpoint, or from nothing, until its budget is used up. */
public final class Trainer {
    private static final int WARM_UP = 200;

    private final TrainingPlan plan;
    private final Weights beginning;
    private final Machine machine;
    private final Aids aids;
    private final Path folder;
    private final Progress.Listener listener;
    private final Rhythm rhythm;
    private final TrainingLog log;

    /**
     * How often a run is looked at.
     *
     * @param every       steps between two reports
     * @param validations how many times the held-out clips are measured and a checkpoint is written
     */
    public record Rhythm(int every, int validations) {
        public Rhythm {
            if (every < 1) {
                throw new TrainingException("--report " + every + " is less than 1");
            }
            if (validations < 0) {
                throw new TrainingException("--validations " + validations + " is less than 0");
            }
        }
    }

    /**
     * Where training runs.
     *
     * @param device  {@code cpu} or {@code cuda:N}
     * @param threads CPU threads, 0 for all
     */
    public record Machine(String device, int threads) {
    }

    /**
     * What a plan may need beside pictures.
     *
     * @param squeezeNet weights of squeezenet.page, for a plan whose loss compares features
     * @param recoder    a real codec, for a plan that shows encoded clips
     */
    public record Aids(Optional<Weights> squeezeNet, Optional<Recoder> recoder) {
        /** Nothing. */
        public static final Aids NONE = new Aids(Optional.empty(), Optional.empty());
    }

    /**
     * A trainer that keeps checkpoint, logs and weights in {@code folder}, which exists.
     *
     * @param beginning weights that a new run starts from
     */
    public Trainer(TrainingPlan plan, Weights beginning, Machine machine, Aids aids, Rhythm rhythm, Path folder,
                   Progress.Listener listener) {
        this.plan = plan;
        this.beginning = beginning.as(ElementType.F32);
        this.machine = machine;
        this.aids = aids;
        this.rhythm = rhythm;
        this.folder = folder;
        this.listener = listener;
        log = new TrainingLog(folder);
    }

    /** The checkpoint that a run in {@code folder} keeps. */
    public static Path checkpoint(Path folder) {
        return folder.resolve("checkpoint.safetensors");
    }

    /**
     * Trains.
     *
     * @param library all data
     * @param heldOut names of strips to validate with
     * @return the last validation
     * @throws TrainingException if the loss is not a number any more; the checkpoint is then the last good one
     */
    public Map<String, Double> run(Library library, List<String> heldOut, Budget budget) {
        Snapshot start = start();
        NetworkPage page = NetworkPage.load(beginning.metadata().get("page"));
        try (Learner learner = new Learner(page, start, plan, aids.squeezeNet(), machine.device(), machine.threads());
                Studio studio = new Studio(learner.module(), library.training(heldOut), darkroom(learner));
                Reel reel = new Reel(studio, plan);
                Validation validation = new Validation(learner, library.heldOut(heldOut), plan)) {
            return new Run(learner, reel, validation, budget, start).toEnd();
        }
    }

    private Optional<Darkroom> darkroom(Learner learner) {
        return plan.codedClips().length == 0 ? Optional.empty()
                : Optional.of(new Darkroom(learner.module(), aids.recoder().orElseThrow(), plan));
    }

    private Snapshot start() {
        Path checkpoint = checkpoint(folder);
        return Files.exists(checkpoint) ? Snapshot.read(checkpoint, plan)
                : Snapshot.fresh(beginning, plan);
    }

    /** Learning rate: warm-up, then half a cosine. */
    double rate(long step, double used) {
        double warm = Math.min(1, (double) step / WARM_UP);
        return plan.rate() * warm * (0.005 + 0.995 * (1 + Math.cos(Math.PI * used)) / 2);
    }

    /** Share of the slow average that stays: it follows quickly at first. */
    static double keep(long step) {
        return Math.min(0.999, (1 + step) / (10.0 + step));
    }

    /** The flow is taught much at first and little in the end. */
    static double flowWeight(double used) {
        return 0.1 * Math.pow(0.05, used);
    }

    /** The state of training between its first and its last step. */
    private final class Run {
        private final Learner learner;
        private final Reel reel;
        private final Validation validation;
        private final Budget budget;
        private final long begin = System.nanoTime();
        private final double secondsBefore;
        private long step;
        private int validations;

        Run(Learner learner, Reel reel, Validation validation, Budget budget, Snapshot start) {
            this.learner = learner;
            this.reel = reel;
            this.validation = validation;
            this.budget = budget;
            secondsBefore = start.seconds();
            step = start.step();
            validations = (int) (used() * rhythm.validations());
        }

        Map<String, Double> toEnd() {
            while (used() < 1) {
                step++;
                learn();
                boolean over = used() >= 1;
                if (step % rhythm.every() == 0 || over) {
                    report();
                }
                if (!over && (int) (used() * rhythm.validations()) > validations) {
                    validations = (int) (used() * rhythm.validations());
                    save(validate());
                }
            }
            Map<String, Double> gains = validate();
            save(gains);
            return gains;
        }

        private void learn() {
            try (TensorScope scope = learner.module().newScope()) {
                learner.learn(scope, reel.batch(scope, step), step, rate(step, used()), flowWeight(used()), keep(step));
            }
        }

        private void report() {
            float[] means = learner.report();
            if (!Float.isFinite(means[0]) || !Float.isFinite(means[4])) {
                throw new TrainingException("the loss is not a number any more around step " + step + "; training stopped. " + remedy());
            }
            Progress progress = new Progress(step, used(), means[0], decibel(means[1]), decibel(means[2]), means[3],
                    means[4], rate(step, used()), seconds());
            log.add(progress);
            if (!plan.terms().areNone()) {
                log.add(step, learner.reportTerms());
            }
            listener.onProgress(progress);
        }

        /** A checkpoint does not go on under another rate. */
        private String remedy() {
            return Files.exists(checkpoint(folder))
                    ? "The last good state is kept: begin anew from it with --weights " + weightsFile() + ", a lower --rate and another --out"
                    : "Nothing was saved before: begin anew with a lower --rate";
        }

        private Map<String, Double> validate() {
            Map<String, Double> gains = validation.gains();
            log.add(step, gains);
            listener.onValidation(step, gains);
            return gains;
        }

        private void save(Map<String, Double> gains) {
            Snapshot snapshot = learner.snapshot(step, seconds(), plan);
            snapshot.write(checkpoint(folder));
            Snapshot.write(usable(snapshot, gains), weightsFile());
        }

        private double used() {
            return budget.used(step, seconds());
        }

        private double seconds() {
            return secondsBefore + (System.nanoTime() - begin) / 1e9;
        }
    }

    private Path weightsFile() {
        return folder.resolve(plan.preset() + ".safetensors");
    }

    private Weights usable(Snapshot snapshot, Map<String, Double> gains) {
        Map<String, HostTensor> halves = new LinkedHashMap<>();
        snapshot.average().forEach((name, tensor) -> halves.put(name, tensor.as(ElementType.F16)));
        Map<String, String> metadata = new LinkedHashMap<>(beginning.metadata());
        metadata.put("steps", Long.toString(snapshot.step()));
        gains.forEach((kind, gain) -> metadata.put("gain-db-" + kind, String.format(Locale.ROOT, "%.2f", gain)));
        return new Weights(metadata, halves);
    }

    private static double decibel(double squaredError) {
        return -10 * Math.log10(squaredError);
    }
}
