package fastvsr.train;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Mean quality of the network's frames of one clip, with the classic interpolations beside it.
 *
 * @param name    the clip
 * @param frames  how many frames the means are taken over
 * @param network the network's quality
 * @param bicubic quality of bicubic interpolation
 * @param lanczos quality of Lanczos3 interpolation
 */
public record ClipScore(String name, int frames, Quality network, Quality bicubic, Quality lanczos) {
    /** Mean over the scores of single frames; {@code frames} is never empty. */
    public static ClipScore mean(String name, List<ClipScore> frames) {
        return new ClipScore(name, frames.stream().mapToInt(ClipScore::frames).sum(),
                mean(frames, ClipScore::network), mean(frames, ClipScore::bicubic), mean(frames, ClipScore::lanczos));
    }

    /** What the network gains over bicubic interpolation, dB of Y-PSNR. */
    public double gain() {
        return network.psnr() - bicubic.psnr();
    }

    private static Quality mean(List<ClipScore> scores, Function<ClipScore, Quality> which) {
        return new Quality(mean(scores, which, Quality::psnr), mean(scores, which, Quality::ssim));
    }

    private static double mean(List<ClipScore> scores, Function<ClipScore, Quality> which, ToDoubleFunction<Quality> what) {
        return scores.stream().map(which).mapToDouble(what).average().orElseThrow();
    }
}
