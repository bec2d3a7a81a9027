package fastvsr.cli;

import fastvsr.train.Quality;
import fastvsr.train.RgbImage;
import fastvsr.train.Steadiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Collects the marks of all contenders on one clip, group by group. */
final class Scoring {
    /** NIQE takes long and differs little between neighbours: only every fifth frame is looked at. */
    private static final int NIQE_EVERY = 5;
    /** Number of the first frame, from 0, that counts as late. */
    static final int LATE = 28;

    private final Jury jury;
    private final Map<String, List<Marks>> marks = new LinkedHashMap<>();
    private final BorderJump jump = new BorderJump();
    private Map<String, RgbImage> before = Map.of();
    private int frames;

    Scoring(Jury jury) {
        this.jury = jury;
    }

    /** How many frames were scored. */
    int frames() {
        return frames;
    }

    /**
     * Scores one temporal group.
     *
     * @param shown      pictures by contender, the truth among them
     * @param startsAnew whether the group does not follow the one before
     */
    void add(Map<String, List<RgbImage>> shown, boolean startsAnew) {
        if (startsAnew) {
            before = Map.of();
        }
        List<Map<String, Marks>> likeness = likeness(shown);
        int length = shown.get(Evaluation.TRUTH).size();
        for (int i = 0; i < length; i++) {
            int frame = i;
            Map<String, RgbImage> now = new LinkedHashMap<>();
            shown.forEach((name, pictures) -> now.put(name, pictures.get(frame)));
            likeness.get(i).forEach(this::addLikeness);
            judge(now, i == 0);
            before = now;
            frames++;
        }
    }

    /** The means over the frames of the clip. */
    ClipScore score(String name) {
        jury.steadiness().ifPresent(each -> addOne(Evaluation.NETWORK, Measure.BORDER_JUMP, jump.ratio()));
        Map<String, Marks> means = new LinkedHashMap<>();
        marks.forEach((contender, each) -> means.put(contender, Marks.mean(each)));
        return new ClipScore(name, frames, means);
    }

    private void addLikeness(String contender, Marks more) {
        add(contender, more);
        if (frames >= LATE && !contender.equals(Evaluation.TRUTH)) {
            addOne(contender, Measure.LATE_PSNR_Y, more.of(Measure.PSNR_Y));
        }
    }

    private void add(String contender, Marks more) {
        marks.computeIfAbsent(contender, each -> new ArrayList<>()).add(more);
    }

    /** PSNR and SSIM of every frame, on all processors. */
    private static List<Map<String, Marks>> likeness(Map<String, List<RgbImage>> shown) {
        List<RgbImage> truth = shown.get(Evaluation.TRUTH);
        return IntStream.range(0, truth.size()).parallel().mapToObj(i -> {
            Map<String, Marks> frame = new LinkedHashMap<>();
            shown.forEach((name, pictures) -> frame.put(name, name.equals(Evaluation.TRUTH) ? new Marks(Map.of())
                    : likeness(Quality.of(pictures.get(i), truth.get(i)))));
            return frame;
        }).toList();
    }

    private static Marks likeness(Quality quality) {
        return new Marks(Map.of(Measure.PSNR_Y, quality.psnr(), Measure.SSIM_Y, quality.ssim()));
    }

    private void judge(Map<String, RgbImage> now, boolean isFirstOfGroup) {
        RgbImage truth = now.get(Evaluation.TRUTH);
        jury.features().ifPresent(distance -> now.forEach((name, picture) -> {
            if (picture != truth) {
                addOne(name, Measure.FEATURES, distance.between(picture, truth));
            }
        }));
        jury.naturalness().filter(niqe -> frames % NIQE_EVERY == 0)
                .ifPresent(niqe -> now.forEach((name, picture) -> addOne(name, Measure.NIQE, niqe.of(picture))));
        jury.steadiness().filter(each -> !before.isEmpty()).ifPresent(each -> judgeSteps(each, now, isFirstOfGroup));
    }

    private void judgeSteps(Steadiness steadiness, Map<String, RgbImage> now, boolean isBorder) {
        List<String> names = List.copyOf(now.keySet());
        List<Double> errors = steadiness.errors(step(now, Evaluation.TRUTH), names.stream().map(name -> step(now, name)).toList());
        double truthError = errors.get(names.indexOf(Evaluation.TRUTH));
        for (int i = 0; i < names.size(); i++) {
            addOne(names.get(i), Measure.WARPING_ERROR, errors.get(i));
        }
        jump.add(errors.get(names.indexOf(Evaluation.NETWORK)), truthError, isBorder);
    }

    private Steadiness.Step step(Map<String, RgbImage> now, String name) {
        return new Steadiness.Step(now.get(name), before.get(name));
    }

    private void addOne(String contender, Measure measure, double value) {
        add(contender, new Marks(Map.of(measure, value)));
    }
}
