package fastvsr.train;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * How many clips of a batch are worn, and how.
 *
 * <p>A network can hardly tell blur from soft things, but it sees noise and coding, and takes blur back where it knows how much of it
 * to expect beside them. So a share of what is worn is about as worn as {@link CameraWear} and an encoder at ordinary quality leave it.
 *
 * @param degraded share of clips whose input is blurred, noisy and compressed
 * @param coded    share of filmed clips whose input, blurred and noisy, is encoded and decoded by a real codec
 * @param ordinary share of the worn clips, and of the codec's settings, that are about the ordinary ones; the others are anything
 */
public record Wear(double degraded, double coded, double ordinary) {
    /** Clean clips only. */
    public static final Wear NONE = new Wear(0, 0, 0);

    private static final float MOST_NOISE_OF_ALL = 0.03f;
    private static final float MOST_NOISE_OF_EACH = 0.015f;
    private static final int ORDINARY_QUALITY = 23;
    private static final int BEST = 18;
    private static final int WORST = 30;
    private static final int MOST_B_FRAMES = 3;

    public Wear {
        check("--degraded", degraded);
        check("--codec-share", coded);
        check("--ordinary", ordinary);
    }

    /** Writes what a camera does before anything is encoded: blur, noise of all channels and of each, in 0 to 1. */
    void writeDamage(Random random, float[] numbers, int at) {
        if (random.nextDouble() < ordinary) {
            numbers[at] = (float) CameraWear.BLUR + 0.1f * (random.nextFloat() - random.nextFloat());
            numbers[at + 1] = about(CameraWear.NOISE_OF_ALL, random);
            numbers[at + 2] = about(CameraWear.NOISE_OF_EACH, random);
        } else {
            numbers[at] = random.nextFloat();
            numbers[at + 1] = MOST_NOISE_OF_ALL * random.nextFloat() * random.nextFloat();
            numbers[at + 2] = MOST_NOISE_OF_EACH * random.nextFloat() * random.nextFloat();
        }
    }

    private static float about(double levels, Random random) {
        return (float) (levels / 255 * (0.75 + 0.5 * random.nextDouble()));
    }

    /** What the codec is told for one batch. */
    Recoder.Setting setting(Random random) {
        int quality = random.nextDouble() < ordinary ? ORDINARY_QUALITY - 2 + random.nextInt(5) : BEST + random.nextInt(WORST - BEST + 1);
        return new Recoder.Setting(quality, random.nextInt(MOST_B_FRAMES + 1));
    }

    /** The options that differ from none, for the metadata of a checkpoint. */
    Map<String, String> metadata() {
        Map<String, String> options = new TreeMap<>(Map.of("degraded", "" + degraded));
        if (coded > 0) {
            options.put("codec-share", "" + coded);
        }
        if (degraded > 0 || coded > 0) {
            options.put("ordinary", "" + ordinary);
        }
        return options;
    }

    private static void check(String option, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new TrainingException(option + " " + share + " is not in 0 to 1");
        }
    }
}
