package fastvsr.window;

import java.util.Arrays;
import java.util.Optional;

/**
 * Sees where one shot ends and another begins, by comparing luma thumbnails of consecutive frames.
 *
 * <p>Thumbnails are compared after their brightness and contrast have been taken out, which flashes and fades change,
 * and at the shift at which they are most alike, because a moving camera only shifts the picture. A cut is a
 * difference that is large in itself, and larger than those just before: noise differs from frame to frame all the
 * time. Frames without contrast, such as white ones of a flash and black ones between shots, are passed over.
 */
public final class SceneCut {
    /** Width of a thumbnail, in samples. */
    public static final int COLUMNS = 32;
    /** Height of a thumbnail, in samples. */
    public static final int ROWS = 18;

    /**
     * Difference, in units of contrast, from which on two frames are of different shots: unrelated pictures differ by
     * 1.1, rarely by less than 0.7; the fastest motion in 25 clips by 0.5.
     */
    private static final double UNLIKE = 0.6;
    /** How much larger than the recent differences a cut is. */
    private static final double LARGER = 1.4;
    /** Weight of the newest difference in the recent ones: about four frames count. */
    private static final double NEWEST = 0.25;
    /** Mean deviation from the mean, in 8-bit codes, below which a picture shows nothing but noise. */
    private static final double LEAST_CONTRAST = 4;
    /** A pan of a fifth of the picture from one frame to the next is still a pan. */
    private static final int SHIFT_COLUMNS = 6;
    private static final int SHIFT_ROWS = 3;

    private Optional<double[]> previous = Optional.empty();
    private double recent;

    /**
     * Looks at the next frame.
     *
     * @param thumbnail mean luma, 0 to 255, of {@link #COLUMNS} by {@link #ROWS} equal parts of the picture, row by row
     * @return whether a new shot begins with this frame
     */
    public boolean isCut(int[] thumbnail) {
        double mean = Arrays.stream(thumbnail).average().orElseThrow();
        double contrast = Arrays.stream(thumbnail).mapToDouble(luma -> Math.abs(luma - mean)).average().orElseThrow();
        if (contrast < LEAST_CONTRAST) {
            return false;
        }
        var picture = Arrays.stream(thumbnail).mapToDouble(luma -> (luma - mean) / contrast).toArray();
        double difference = previous.map(before -> difference(before, picture)).orElse(0.0);
        boolean isCut = difference > UNLIKE && difference > LARGER * recent;
        recent += NEWEST * (difference - recent);
        previous = Optional.of(picture);
        return isCut;
    }

    /** Forgets the frames before: the next one is the first of its stream. */
    public void forget() {
        previous = Optional.empty();
        recent = 0;
    }

    /** Only pictures that differ in place are looked at shifted: most frames are done at once. */
    private static double difference(double[] before, double[] now) {
        double least = difference(before, now, 0, 0);
        for (int down = -SHIFT_ROWS; least > UNLIKE && down <= SHIFT_ROWS; down++) {
            for (int right = -SHIFT_COLUMNS; right <= SHIFT_COLUMNS; right++) {
                least = Math.min(least, difference(before, now, right, down));
            }
        }
        return least;
    }

    private static double difference(double[] before, double[] now, int right, int down) {
        double sum = 0;
        for (int row = Math.max(0, down); row < Math.min(ROWS, ROWS + down); row++) {
            for (int column = Math.max(0, right); column < Math.min(COLUMNS, COLUMNS + right); column++) {
                sum += Math.abs(now[row * COLUMNS + column] - before[(row - down) * COLUMNS + column - right]);
            }
        }
        return sum / ((ROWS - Math.abs(down)) * (COLUMNS - Math.abs(right)));
    }
}
