package fastvsr.cli;

import com.google.gson.JsonObject;
import fastvsr.model.Models;
import fastvsr.model.SuperResolver;
import fastvsr.train.ClipScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how well a network restores clips that were reduced to a quarter. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, description = {
    "PSNR and SSIM of a network on clips, beside bicubic and Lanczos interpolation.",
    "Each clip is reduced to a quarter (bicubic, antialiased, 8 bit), upscaled again and compared with what it was: "
        + "BT.601 luma, 8 pixels of border left out, mean over frames."})
final class Evaluate implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "CLIP", description = "videos, pictures, or folders of PNG or JPEG frames")
    private List<Path> clips;

    @Option(names = "--model", defaultValue = "nano", paramLabel = "NAME|FILE",
            description = "preset, or weights file (.safetensors); default ${DEFAULT-VALUE}")
    private String model;

    @Option(names = "--device", defaultValue = "auto", paramLabel = "DEVICE",
            description = "auto, cpu or cuda:N; default ${DEFAULT-VALUE}")
    private String device;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "COUNT", description = "CPU threads; default all")
    private int threads;

    @Option(names = "--group-length", defaultValue = "0", paramLabel = "FRAMES",
            description = "frames per network call; default what suits the model")
    private int groupLength;

    @Option(names = "--per-frame", description = "forget the frame before: the network without its memory")
    private boolean perFrame;

    @Option(names = "--frames", defaultValue = "100", paramLabel = "COUNT",
            description = "most frames of a clip; default ${DEFAULT-VALUE}")
    private int frames;

    @Option(names = "--json", description = "print one JSON object instead of the table")
    private boolean json;

    @Option(names = "--save", paramLabel = "DIR",
            description = "write pictures: input, bicubic, network and truth side by side")
    private Optional<Path> folder;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        List<ClipScore> scores = new ArrayList<>();
        try (SuperResolver resolver = Models.open(model, device, threads)) {
            int group = groupLength == 0 ? resolver.model().groupLength() : groupLength;
            Evaluation evaluation = new Evaluation(resolver, perFrame ? 1 : group, perFrame, frames, folder);
            for (Path clip : clips) {
                scores.add(evaluation.score(clip));
            }
        }
        ClipScore mean = ClipScore.mean("mean", scores);
        System.out.println(json ? json(scores, mean) : table(scores, mean));
        return 0;
    }

    private void checkOptions() throws IOException {
        if (groupLength < 0 || groupLength > 64) {
            throw new CommandException("--group-length " + groupLength + " is not in 1 to 64");
        }
        if (frames < 1) {
            throw new CommandException("--frames " + frames + " is less than 1");
        }
        for (Path clip : clips) {
            if (!Files.exists(clip)) {
                throw new NoSuchFileException(clip + ": there is no such clip");
            }
        }
    }

    private static String table(List<ClipScore> scores, ClipScore mean) {
        StringBuilder table = new StringBuilder(String.format("%-28s %6s  %-16s %-16s %-16s %7s%n",
                "clip", "frames", "network", "bicubic", "Lanczos", "gain"));
        scores.forEach(score -> table.append(row(score)));
        return table.append(row(mean)).append("Y-PSNR in dB and Y-SSIM; gain over bicubic in dB").toString();
    }

    private static String row(ClipScore score) {
        return String.format("%-28s %6d  %6.3f  %.4f   %6.3f  %.4f   %6.3f  %.4f   %+7.3f%n", score.name(), score.frames(),
                score.network().psnr(), score.network().ssim(), score.bicubic().psnr(), score.bicubic().ssim(),
                score.lanczos().psnr(), score.lanczos().ssim(), score.gain());
    }

    private static String json(List<ClipScore> scores, ClipScore mean) {
        EvaluationJson report = new EvaluationJson();
        JsonObject object = new JsonObject();
        object.add("clips", report.clips(scores));
        object.add("mean", report.mean(mean));
        return object.toString();
    }
}
