package fastvsr.cli;

import fastvsr.train.Resampling;
import fastvsr.train.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures contenders on clips: reduce to a quarter, upscale again, compare with what was there. */
final class Evaluation {
    static final String NETWORK = "network";
    static final String TWIN = "twin";
    static final String BICUBIC = "bicubic";
    static final String LANCZOS = "lanczos";
    static final String TRUTH = "truth";
    private static final Resampling REDUCTION = Resampling.bicubic();

    private final List<Contender> contenders;
    private final Jury jury;
    private final int groupLength;
    private final int lookAhead;
    private final int maxFrames;
    private final Optional<Path> sheets;

    /**
     * An evaluation.
     *
     * @param contenders  who upscales, {@link #NETWORK} and {@link #BICUBIC} among them
     * @param groupLength frames per temporal group
     * @param lookAhead   frames behind each that contenders may look at
     * @param maxFrames   most frames of a clip
     * @param sheets      where contact sheets are saved, if they are
     */
    Evaluation(List<Contender> contenders, Jury jury, int groupLength, int lookAhead, int maxFrames, Optional<Path> sheets) {
        this.contenders = List.copyOf(contenders);
        this.jury = jury;
        this.groupLength = groupLength;
        this.lookAhead = lookAhead;
        this.maxFrames = maxFrames;
        this.sheets = sheets;
    }

    /** Scores the first frames of a clip, reduced and nothing else. */
    ClipScore score(Path file) throws IOException {
        return score(file, "", List.of());
    }

    /** Scores the first frames of a clip, reduced and degraded. */
    ClipScore scoreDegraded(Path file) throws IOException {
        List<RgbImage> inputs = new ArrayList<>();
        try (Clip clip = Clip.open(file); Degradation degradation = new Degradation()) {
            TemporalGroups shots = new TemporalGroups(clip, Integer.MAX_VALUE, 0, maxFrames,
                    frame -> reduced(cropped(file, frame)));
            shots.forEachRemaining(shot -> inputs.addAll(degradation.of(shot.frames())));
        }
        return score(file, "-degraded", inputs);
    }

    /** {@code inputs} holds one small frame for each of the clip, or nothing if they are to be reduced from it. */
    private ClipScore score(Path file, String suffix, List<RgbImage> inputs) throws IOException {
        Scoring scoring = new Scoring(jury);
        Map<String, RgbImage> last = new LinkedHashMap<>();
        try (Clip clip = Clip.open(file)) {
            TemporalGroups groups = new TemporalGroups(clip, groupLength, lookAhead, maxFrames,
                    frame -> cropped(file, frame));
            while (groups.hasNext()) {
                TemporalGroups.Group group = groups.next();
                int first = scoring.frames();
                List<RgbImage> small = inputs.isEmpty() ? group.all().parallelStream().map(Evaluation::reduced).toList()
                        : inputs.subList(first, first + group.all().size());
                Map<String, List<RgbImage>> shown = upscale(small, group);
                scoring.add(shown, group.startsAnew());
                last.put(ContactSheet.INPUT, small.get(group.frames().size() - 1));
                shown.forEach((name, pictures) -> last.put(name, pictures.get(pictures.size() - 1)));
            }
        }
        if (scoring.frames() == 0) {
            throw new IOException(file + ": the clip holds no frames");
        }
        save(file, suffix, last);
        return scoring.score(file.getFileName().toString());
    }

    private Map<String, List<RgbImage>> upscale(List<RgbImage> small, TemporalGroups.Group group) {
        Map<String, List<RgbImage>> shown = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            if (group.startsAnew()) {
                contender.restart();
            }
            shown.put(contender.name(), contender.upscale(small, group.frames().size()));
        }
        shown.put(TRUTH, group.frames());
        return shown;
    }

    private void save(Path file, String suffix, Map<String, RgbImage> pictures) throws IOException {
        if (sheets.isPresent()) {
            String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + suffix + ".png";
            ContactSheet.save(sheets.get().resolve(name), pictures);
        }
    }

    private static RgbImage reduced(RgbImage frame) {
        return REDUCTION.resize(frame, frame.width() / 4, frame.height() / 4);
    }

    private static RgbImage cropped(Path file, RgbImage image) {
        int width = image.width() / 4 * 4;
        int height = image.height() / 4 * 4;
        if (width < 28 || height < 28) {
            throw new CommandException(file + ": " + image.width() + "x" + image.height()
                    + " pixels are too small to evaluate; at least 28x28 are needed");
        }
        if (width == image.width() && height == image.height()) {
            return image;
        }
        Notes.tell(String.format("%s: cropped from %dx%d to %dx%d, multiples of 4", file, image.width(), image.height(), width, height));
        return image.crop(0, 0, width, height);
    }
}
