package fastvsr.cli;

import fastvsr.model.SuperResolver;
import fastvsr.train.ClipScore;
import fastvsr.train.Quality;
import fastvsr.train.Resampling;
import fastvsr.train.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures a network on clips: reduce to a quarter, upscale again, compare with what was there. */
final class Evaluation {
    private static final Resampling BICUBIC = Resampling.bicubic();
    private static final Resampling LANCZOS = Resampling.lanczos3();

    private final SuperResolver resolver;
    private final int maxFrames;
    private final int groupLength;
    private final boolean forgetful;
    private final Optional<Path> folder;

    /**
     * An evaluation of one network.
     *
     * @param groupLength frames per call
     * @param forgetful   whether every group starts afresh
     * @param maxFrames   most frames of a clip
     * @param folder      where pictures are saved, if they are
     */
    Evaluation(SuperResolver resolver, int groupLength, boolean forgetful, int maxFrames, Optional<Path> folder) {
        this.resolver = resolver;
        this.groupLength = groupLength;
        this.forgetful = forgetful;
        this.maxFrames = maxFrames;
        this.folder = folder;
    }

    /** Scores the first frames of a clip. */
    ClipScore score(Path file) throws IOException {
        List<ClipScore> scores = new ArrayList<>();
        try (Clip clip = Clip.open(file)) {
            TemporalGroups groups = new TemporalGroups(clip, groupLength, maxFrames);
            while (groups.hasNext()) {
                scores.addAll(scoreGroup(file, scores.size(), groups.next()));
            }
        }
        if (scores.isEmpty()) {
            throw new IOException(file + ": the clip holds no frames");
        }
        return ClipScore.mean(file.getFileName().toString(), scores);
    }

    private List<ClipScore> scoreGroup(Path file, int first, TemporalGroups.Group group) {
        if (group.startsAnew()) {
            noteCrop(file, group.frames().get(0));
        }
        if (group.startsAnew() || forgetful) {
            resolver.reset();
        }
        List<RgbImage> truth = group.frames().stream().map(image -> cropped(file, image)).toList();
        List<RgbImage> small = truth.parallelStream()
                .map(image -> BICUBIC.resize(image, image.width() / 4, image.height() / 4)).toList();
        List<RgbImage> network = new RgbUpscaler(resolver).upscale(small);
        return IntStream.range(0, truth.size()).parallel()
                .mapToObj(i -> scoreFrame(file, first + i, small.get(i), network.get(i), truth.get(i))).toList();
    }

    private ClipScore scoreFrame(Path file, int frame, RgbImage small, RgbImage network, RgbImage truth) {
        RgbImage bicubic = BICUBIC.resize(small, truth.width(), truth.height());
        RgbImage lanczos = LANCZOS.resize(small, truth.width(), truth.height());
        folder.ifPresent(sheets -> save(sheets, file, frame, List.of(small, bicubic, network, truth)));
        return new ClipScore(file.toString(), 1, Quality.of(network, truth), Quality.of(bicubic, truth),
                Quality.of(lanczos, truth));
    }

    private static void save(Path sheets, Path file, int frame, List<RgbImage> images) {
        try {
            ComparisonSheet.save(sheets, file, frame, images.get(0), images.get(1), images.get(2), images.get(3));
        } catch (IOException e) {
            throw new CommandException("no picture can be written to " + sheets + ": " + e.getMessage(), e);
        }
    }

    private static RgbImage cropped(Path file, RgbImage image) {
        int width = image.width() / 4 * 4;
        int height = image.height() / 4 * 4;
        if (width < 28 || height < 28) {
            throw new CommandException(file + ": " + image.width() + "x" + image.height()
                    + " pixels are too small to evaluate; at least 28x28 are needed");
        }
        return width == image.width() && height == image.height() ? image : image.crop(0, 0, width, height);
    }

    private static void noteCrop(Path file, RgbImage image) {
        if (image.width() % 4 != 0 || image.height() % 4 != 0) {
            System.err.printf("%s: cropped from %dx%d to %dx%d, multiples of 4%n", file, image.width(), image.height(),
                    image.width() / 4 * 4, image.height() / 4 * 4);
        }
    }
}
