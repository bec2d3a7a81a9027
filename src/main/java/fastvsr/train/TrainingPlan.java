package fastvsr.train;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a training run does; a checkpoint only continues under the plan that it was written under.
 *
 * @param preset   name of the preset
 * @param batch    clips per step
 * @param frames   frames per clip
 * @param side     width and height of a small frame in pixels
 * @param uses     steps that are made of each batch of filmed clips
 * @param rate     highest learning rate
 * @param wear     how many clips have worn input, and how
 * @param terms    what the loss has beside the distances of pixels
 * @param bfloat16 whether layers compute with bfloat16; weights, motion and output are singles all the same
 * @param seed     decides every random choice together with the number of the step
 */
public record TrainingPlan(String preset, int batch, int frames, int side, int uses, double rate, Wear wear,
                           Terms terms, boolean bfloat16, long seed) {
    /** Share of a batch that is cut from real clips, if there are any. */
    static final double REAL_SHARE = 0.3;

    public TrainingPlan {
        check(batch >= 1, "--batch " + batch + " is less than 1");
        check(frames >= 2, "--frames " + frames + " is less than 2");
        check(side % 8 == 0 && side >= 16 && 4 * side <= Library.STRIP_SIDE,
                "--crop " + side + " is not a multiple of 8 from 16 to " + Library.STRIP_SIDE / 4);
        check(uses >= 1, "--uses " + uses + " is less than 1");
        check(rate > 0, "--rate " + rate + " is not positive");
    }

    /** Which clips of a filmed batch are encoded: as many as the share says, far from each other. */
    boolean isCoded(int clip) {
        int place = clip % batch;
        return Math.floor((place + 1) * wear.coded() + 1e-9) > Math.floor(place * wear.coded() + 1e-9);
    }

    /** Their numbers. */
    int[] codedClips() {
        return IntStream.range(0, batch).filter(this::isCoded).toArray();
    }

    /** This plan as the metadata of a checkpoint; what it does without is not named. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>(Map.of("preset", preset, "batch", "" + batch, "frames", "" + frames, "crop", "" + side,
                "uses", "" + uses, "rate", "" + rate, "bfloat16", "" + bfloat16, "seed", "" + seed));
        metadata.putAll(wear.metadata());
        metadata.putAll(terms.metadata());
        return metadata;
    }

    private static void check(boolean right, String problem) {
        if (!right) {
            throw new TrainingException(problem);
        }
    }
}
