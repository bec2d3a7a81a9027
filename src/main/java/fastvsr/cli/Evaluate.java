package fastvsr.cli;

import fastvsr.model.Models;
import fastvsr.model.SuperResolver;
import fastvsr.train.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how well a network restores clips that were reduced to a quarter. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, subcommands = Pristine.class, description = {
    "Measures a network on clips, beside bicubic and Lanczos interpolation and beside itself, frame by frame, without its memory (twin).",
    "Each clip is reduced to a quarter (bicubic, antialiased, 8 bit), upscaled again and compared with what it was. "
        + "Y-PSNR and Y-SSIM: BT.601 luma, 8 pixels of border left out, at most 100 dB a frame. Late: Y-PSNR from the 29th frame on, "
        + "where a network that trusts its memory too much falls behind its twin. NIQE: without knowing the truth, every fifth frame. "
        + "Warping: difference of consecutive pictures along the motion that squares of the true ones have, levels of luma. "
        + "Border: the same across borders of temporal groups against inside, 1 where they cannot be told apart. "
        + "All are means over frames; lower is better for features, NIQE and warping."})
final class Evaluate implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "CLIP", description = "videos, pictures, or folders of PNG or JPEG frames")
    private List<Path> clips = List.of();

    @Option(names = "--model", defaultValue = "nano", paramLabel = "NAME|FILE",
            description = "preset, or weights file (.safetensors); default ${DEFAULT-VALUE}")
    private String model;

    @Option(names = "--beside", paramLabel = "NAME|FILE", description = "another network to compare with; may be repeated")
    private List<String> others = List.of();

    @Option(names = "--device", defaultValue = "auto", paramLabel = "DEVICE",
            description = "auto, cpu, cuda:N, several GPUs like cuda:0,cuda:1, or cuda:all; default ${DEFAULT-VALUE}")
    private String device;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "COUNT", description = "CPU threads; default all")
    private int threads;

    @Option(names = "--group-length", defaultValue = "0", paramLabel = "FRAMES",
            description = "frames per network call; default what suits the model")
    private int groupLength;

    @Option(names = "--frames", defaultValue = "100", paramLabel = "COUNT",
            description = "most frames of a clip; default ${DEFAULT-VALUE}")
    private int frames;

    @Option(names = "--degraded", description = "measure degraded input too: mild blur and noise, then H.264 at constant "
            + "quality 23, or JPEG of quality 75 for a picture alone")
    private boolean degraded;

    @Option(names = "--features", paramLabel = "FILE",
            description = "weights of SqueezeNet 1.1 (Caffe's, .safetensors): measure the distance of its features to the truth")
    private Optional<Path> features;

    @Option(names = "--quick", description = "leave out NIQE, warping and border, which take most of the time")
    private boolean quick;

    @Option(names = "--json", description = "print one JSON object instead of the table")
    private boolean json;

    @Option(names = "--sheets", paramLabel = "DIR",
            description = "write a PNG for each clip: the most detailed places of its last frame, all contenders side by side")
    private Optional<Path> sheets;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        if (sheets.isPresent()) {
            Files.createDirectories(sheets.get());
        }
        List<SuperResolver> open = new ArrayList<>();
        try (Jury jury = Jury.of(features, quick, threads)) {
            List<Contender> contenders = contenders(open);
            int group = groupLength == 0 ? open.get(0).model().groupLength() : groupLength;
            int ahead = open.stream().mapToInt(resolver -> resolver.model().lookAhead()).max().orElseThrow();
            EvaluationReport report = measure(new Evaluation(contenders, jury, group, ahead, frames, sheets));
            System.out.println(json ? report.json() : report.table());
        } finally {
            open.forEach(SuperResolver::close);
        }
        return 0;
    }

    private EvaluationReport measure(Evaluation evaluation) throws IOException {
        List<ClipScore> clean = new ArrayList<>();
        List<ClipScore> worn = new ArrayList<>();
        for (Path clip : clips) {
            clean.add(evaluation.score(clip));
            if (degraded) {
                worn.add(evaluation.scoreDegraded(clip));
            }
        }
        return new EvaluationReport(clean, worn);
    }

    /** Opens all networks, the evaluated one first. */
    private List<Contender> contenders(List<SuperResolver> open) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender.Temporal(Evaluation.NETWORK, opened(model, open)));
        contenders.add(new Contender.PerFrame(Evaluation.TWIN, opened(model, open)));
        contenders.add(new Contender.Interpolation(Evaluation.BICUBIC, Resampling.bicubic()));
        contenders.add(new Contender.Interpolation(Evaluation.LANCZOS, Resampling.lanczos3()));
        for (String other : others) {
            SuperResolver resolver = opened(other, open);
            String name = resolver.model().name().replaceFirst("\\.safetensors$", "");
            if (contenders.stream().anyMatch(contender -> contender.name().equals(name))) {
                throw new CommandException("--beside " + other + ": there is a \"" + name + "\" already; rename the file");
            }
            contenders.add(new Contender.Temporal(name, resolver));
        }
        return contenders;
    }

    private SuperResolver opened(String name, List<SuperResolver> open) {
        SuperResolver resolver = Models.open(name, device, threads);
        open.add(resolver);
        return resolver;
    }

    private void checkOptions() {
        if (clips.isEmpty()) {
            throw new CommandException("evaluate needs a clip; see `fastvsr evaluate --help`");
        }
        ElementOptions.checkGroupLength(groupLength);
        if (frames < 1) {
            throw new CommandException("--frames " + frames + " is less than 1");
        }
        for (Path clip : clips) {
            if (!Files.exists(clip)) {
                throw new CommandException(clip + ": there is no such clip");
            }
        }
    }
}
