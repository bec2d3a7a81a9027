package fastvsr.train;

import java.util.function.DoubleUnaryOperator;

/**
 * Separable image resizing exactly as MATLAB's {@code imresize} defines it.
 *
 * <p>Reductions stretch the kernel by the scale (antialiasing), borders are mirrored with the edge pixel repeated,
 * weights are normalised, rows are resized before columns in double precision, and the result is rounded to 8 bit.
 */
public final class Resampling {
    private final double radius;
    private final DoubleUnaryOperator kernel;

    private Resampling(double radius, DoubleUnaryOperator kernel) {
        this.radius = radius;
        this.kernel = kernel;
    }

    /** Keys' cubic convolution with a = -0.5. */
    public static Resampling bicubic() {
        return new Resampling(2, Resampling::cubic);
    }

    /** The sinc kernel windowed by the central lobe of a three times wider sinc. */
    public static Resampling lanczos3() {
        return new Resampling(3, x -> Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0);
    }

    /** Resizes a picture; both sizes in pixels. */
    public RgbImage resize(RgbImage image, int width, int height) {
        double[] tall = resize(unsigned(image.samples()), image.height(), height, 1, 3 * image.width());
        double[] done = resize(tall, image.width(), width, height, 3);
        byte[] samples = new byte[done.length];
        for (int i = 0; i < done.length; i++) {
            samples[i] = (byte) Math.min(255, Math.max(0, Math.round(done[i])));
        }
        return new RgbImage(width, height, samples);
    }

    /** The matrix ({@code to}, {@code from}), row after row, that resizes a line of samples. */
    public float[] matrix(int from, int to) {
        double[] identity = new double[from * from];
        for (int i = 0; i < from; i++) {
            identity[i * from + i] = 1;
        }
        double[] resized = resize(identity, from, to, 1, from);
        float[] matrix = new float[resized.length];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) resized[i];
        }
        return matrix;
    }

    /** Resizes the middle axis of {@code (outer, from, inner)} to {@code (outer, to, inner)}. */
    double[] resize(double[] values, int from, int to, int outer, int inner) {
        double[] result = new double[outer * to * inner];
        double[][] weights = new double[to][];
        for (int target = 0; target < to; target++) {
            weights[target] = weights(target, from, to);
        }
        for (int o = 0; o < outer; o++) {
            for (int target = 0; target < to; target++) {
                int first = first(target, from, to);
                for (int tap = 0; tap < weights[target].length; tap++) {
                    int source = mirrored(first + tap, from);
                    add(values, (o * from + source) * inner, weights[target][tap], result, (o * to + target) * inner, inner);
                }
            }
        }
        return result;
    }

    private static void add(double[] from, int source, double weight, double[] to, int target, int count) {
        for (int i = 0; i < count; i++) {
            to[target + i] += weight * from[source + i];
        }
    }

    private double[] weights(int target, int from, int to) {
        double shrink = Math.min(1, (double) to / from);
        double[] weights = new double[(int) Math.ceil(2 * radius / shrink) + 2];
        double sum = 0;
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] = kernel.applyAsDouble(shrink * (centre(target, from, to) - first(target, from, to) - tap));
            sum += weights[tap];
        }
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] /= sum;
        }
        return weights;
    }

    private int first(int target, int from, int to) {
        return (int) Math.floor(centre(target, from, to) - radius / Math.min(1, (double) to / from));
    }

    private static double centre(int target, int from, int to) {
        return (target + 0.5) * from / to - 0.5;
    }

    /** An index inside {@code size} samples that are repeated mirrored on both sides. */
    static int mirrored(int index, int size) {
        int wrapped = Math.floorMod(index, 2 * size);
        return wrapped < size ? wrapped : 2 * size - 1 - wrapped;
    }

    private static double[] unsigned(byte[] samples) {
        double[] values = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            values[i] = samples[i] & 0xff;
        }
        return values;
    }

    private static double cubic(double x) {
        double a = Math.abs(x);
        if (a <= 1) {
            return 1.5 * a * a * a - 2.5 * a * a + 1;
        }
        return a <= 2 ? -0.5 * a * a * a + 2.5 * a * a - 4 * a + 2 : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
