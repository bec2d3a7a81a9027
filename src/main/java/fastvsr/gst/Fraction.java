package fastvsr.gst;

/**
 * A positive fraction in lowest terms.
 *
 * @param numerator   above the line
 * @param denominator below it
 */
public record Fraction(int numerator, int denominator) {
    public static final Fraction ONE = new Fraction(1, 1);

    public Fraction {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException("fraction " + numerator + "/" + denominator + " is not positive");
        }
    }

    /** The fraction itself if both sides fit after reduction, else the nearest that a shift of both sides finds. */
    public static Fraction of(long numerator, long denominator) {
        long common = common(numerator, denominator);
        long above = numerator / common;
        long below = denominator / common;
        while (Math.max(above, below) > Integer.MAX_VALUE) {
            above = Math.max(1, above / 2);
            below = Math.max(1, below / 2);
        }
        return new Fraction((int) above, (int) below);
    }

    private static long common(long a, long b) {
        return b == 0 ? a : common(b, a % b);
    }

    public double value() {
        return (double) numerator / denominator;
    }
}
