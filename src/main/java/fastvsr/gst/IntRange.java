package fastvsr.gst;

/**
 * Whole numbers from {@code min} to {@code max}, both included.
 *
 * @param min smallest number
 * @param max largest number
 */
public record IntRange(int min, int max) {
    public IntRange {
        if (min > max) {
            throw new IllegalArgumentException("range from " + min + " to " + max + " is empty");
        }
    }
}
