package fastvsr.train;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the loss has beside the distances of pixels, as terms.page defines it; a weight of 0 leaves a term out.
 *
 * <p>The lower bound is our reading of lower-bound-guided training (FastVSR, arXiv 2509.24142), whose equations are not public:
 * freeenergy.page says what we make of it.
 *
 * @param square          weight of the root of luma's mean square, frame by frame
 * @param frequency       weight of the distance of Fourier coefficients
 * @param feature         weight of the distance of SqueezeNet's features
 * @param lowerBound      weight of the difference of two free energies, in nats per pixel
 * @param lowerBoundAfter steps in which only the reference learns, before the lower bound follows the network and counts
 */
public record Terms(double square, double frequency, double feature, double lowerBound, int lowerBoundAfter) {
    /** Pixels only. */
    public static final Terms NONE = new Terms(0, 0, 0, 0, 0);

    public Terms {
        check("--square-weight", square);
        check("--frequency-weight", frequency);
        check("--feature-weight", feature);
        check("--lower-bound", lowerBound);
        if (lowerBoundAfter < 0) {
            throw new TrainingException("--lower-bound-after " + lowerBoundAfter + " is negative");
        }
    }

    boolean areNone() {
        return square == 0 && frequency == 0 && feature == 0 && lowerBound == 0;
    }

    /** The options that differ from none, for the metadata of a checkpoint. */
    Map<String, String> metadata() {
        Map<String, String> options = new TreeMap<>();
        if (square > 0) {
            options.put("square-weight", "" + square);
        }
        if (frequency > 0) {
            options.put("frequency-weight", "" + frequency);
        }
        if (feature > 0) {
            options.put("feature-weight", "" + feature);
        }
        if (lowerBound > 0) {
            options.put("lower-bound", "" + lowerBound);
            options.put("lower-bound-after", "" + lowerBoundAfter);
        }
        return options;
    }

    /** The numbers that terms.page reads. */
    Map<String, Number> constants() {
        return Map.of("further_terms", areNone() ? 0 : 1, "square_weight", square, "frequency_weight", frequency, "feature_weight", feature,
                "energy_weight", lowerBound, "energy_after", (double) lowerBoundAfter);
    }

    private static void check(String option, double weight) {
        if (!(weight >= 0)) {
            throw new TrainingException(option + " " + weight + " is negative; 0 leaves the term out");
        }
    }
}
