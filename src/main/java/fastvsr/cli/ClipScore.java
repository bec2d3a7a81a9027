package fastvsr.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every contender scored on one clip, or on all.
 *
 * @param name   the clip
 * @param frames how many frames
 * @param marks  marks by the contender's name, in the order of reports
 */
record ClipScore(String name, int frames, Map<String, Marks> marks) {
    ClipScore {
        marks = new LinkedHashMap<>(marks);
    }

    /** Mean over clips, each counting once; all have the same contenders. */
    static ClipScore mean(List<ClipScore> clips) {
        Map<String, Marks> means = new LinkedHashMap<>();
        for (String contender : clips.get(0).marks().keySet()) {
            List<Marks> each = new ArrayList<>();
            clips.forEach(clip -> each.add(clip.marks().get(contender)));
            means.put(contender, Marks.mean(each));
        }
        return new ClipScore("mean", clips.stream().mapToInt(ClipScore::frames).sum(), means);
    }

    /** What a contender gains over bicubic interpolation, dB of Y-PSNR. */
    double gain(String contender) {
        return marks.get(contender).of(Measure.PSNR_Y) - marks.get(Evaluation.BICUBIC).of(Measure.PSNR_Y);
    }
}
