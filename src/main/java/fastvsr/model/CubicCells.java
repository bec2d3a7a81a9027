package fastvsr.model;

/**
 * Cubic interpolation written as a 5x5 convolution (24, 3, 5, 5): Y'CbCr of one pixel's neighbourhood to its 4x4 luma,
 * 2x2 Cb and 2x2 Cr samples (Keys 1981, a = -0.5).
 */
final class CubicCells {
    private static final int TAPS = 5;

    private CubicCells() {
    }

    static float[] weights() {
        float[] weights = new float[24 * 3 * TAPS * TAPS];
        fill(weights, 0, 0, 4);
        fill(weights, 16, 1, 2);
        fill(weights, 20, 2, 2);
        return weights;
    }

    /** Output channels from {@code first} on: {@code times x times} samples of one input channel. */
    private static void fill(float[] weights, int first, int channel, int times) {
        for (int i = 0; i < times * times * TAPS * TAPS; i++) {
            int column = i % TAPS;
            int row = i / TAPS % TAPS;
            int sample = i / TAPS / TAPS;
            double weight = tap(row, sample / times, times) * tap(column, sample % times, times);
            weights[((first + sample) * 3 + channel) * TAPS * TAPS + row * TAPS + column] = (float) weight;
        }
    }

    private static double tap(int tap, int sample, int times) {
        double place = (sample + 0.5) / times - 0.5;
        return cubic(Math.abs(tap - TAPS / 2 - place));
    }

    private static double cubic(double distance) {
        if (distance < 1) {
            return (1.5 * distance - 2.5) * distance * distance + 1;
        }
        return distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
    }
}
