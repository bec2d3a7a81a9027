package fastvsr.window;

import java.util.Optional;

/**
 * Sees where one shot ends and another begins, by comparing luma thumbnails of consecutive frames.
 *
 * <p>A cut is a mean absolute difference that is large in itself and several times as large as the differences before
 * it, so that fast motion, which differs from frame to frame all the time, is none. The mean brightness is taken out
 * first: a flash or a fade changes it, but not the picture.
 */
public final class SceneCut {
    /** Luma difference, in 8-bit codes, below which no cut is seen: texture and noise of a moving camera reach half. */
    private static final double LARGE = 22;
    /** How much larger than the recent differences a cut is. */
    private static final double SEVERAL_TIMES = 2.5;
    /** Weight of the newest difference in the recent ones: about four frames count. */
    private static final double NEWEST = 0.25;

    private Optional<int[]> previous = Optional.empty();
    private double recent;

    /**
     * Looks at the next frame.
     *
     * @param thumbnail luma samples 0 to 255 at fixed places of the picture, always equally many
     * @return whether a new shot begins with this frame
     */
    public boolean isCut(int[] thumbnail) {
        double difference = previous.map(before -> difference(before, thumbnail)).orElse(0.0);
        boolean isCut = difference > LARGE && difference > SEVERAL_TIMES * recent;
        recent += NEWEST * (difference - recent);
        previous = Optional.of(thumbnail);
        return isCut;
    }

    /** Forgets the frames before: the next one is the first of its stream. */
    public void forget() {
        previous = Optional.empty();
        recent = 0;
    }

    private static double difference(int[] before, int[] now) {
        double brightness = mean(now) - mean(before);
        double sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += Math.abs(now[i] - before[i] - brightness);
        }
        return sum / now.length;
    }

    private static double mean(int[] samples) {
        double sum = 0;
        for (int sample : samples) {
            sum += sample;
        }
        return sum / samples.length;
    }
}
