package fastvsr.train;

/**
 * The BT.601 luma of a picture with its border removed, the signal that super-resolution papers compare.
 *
 * @param width  columns that are left
 * @param height rows that are left
 * @param values 16 to 235, not rounded, row after row
 */
public record LumaPlane(int width, int height, double[] values) {
    /** Pixels on each side that take no part in a comparison. */
    public static final int BORDER = 8;
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;

    /** Luma of {@code image} without its border; the picture needs at least 27 x 27 pixels. */
    public static LumaPlane of(RgbImage image) {
        int width = image.width() - 2 * BORDER;
        int height = image.height() - 2 * BORDER;
        if (width < WINDOW || height < WINDOW) {
            throw new IllegalArgumentException("a picture of " + image.width() + "x" + image.height()
                    + " pixels is too small to compare; it needs at least " + (WINDOW + 2 * BORDER) + " on each side");
        }
        double[] values = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                values[y * width + x] = luma(image, x + BORDER, y + BORDER);
            }
        }
        return new LumaPlane(width, height, values);
    }

    /** Peak signal-to-noise ratio in dB for a peak of 255; infinite for equal planes. */
    public double psnr(LumaPlane truth) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double error = values[i] - truth.values[i];
            sum += error * error;
        }
        return 10 * Math.log10(255.0 * 255.0 * values.length / sum);
    }

    /** Mean structural similarity (Wang et al. 2004): Gaussian 11 x 11 window, sigma 1.5, full windows only. */
    public double ssim(LumaPlane truth) {
        double[] meanX = blur(values);
        double[] meanY = blur(truth.values);
        double[] xx = blur(product(values, values));
        double[] yy = blur(product(truth.values, truth.values));
        double[] xy = blur(product(values, truth.values));
        double sum = 0;
        for (int i = 0; i < meanX.length; i++) {
            double mx = meanX[i];
            double my = meanY[i];
            sum += (2 * mx * my + C1) * (2 * (xy[i] - mx * my) + C2)
                    / ((mx * mx + my * my + C1) * (xx[i] - mx * mx + yy[i] - my * my + C2));
        }
        return sum / meanX.length;
    }

    private static double luma(RgbImage image, int x, int y) {
        return 16 + (65.481 * image.at(x, y, 0) + 128.553 * image.at(x, y, 1) + 24.966 * image.at(x, y, 2)) / 255;
    }

    private static double[] product(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] * b[i];
        }
        return result;
    }

    private double[] blur(double[] plane) {
        double[] gauss = gauss();
        int columns = width - WINDOW + 1;
        int rows = height - WINDOW + 1;
        double[] across = new double[columns * height];
        double[] result = new double[columns * rows];
        for (int y = 0; y < height; y++) {
            for (int tap = 0; tap < WINDOW; tap++) {
                add(plane, y * width + tap, gauss[tap], across, y * columns, columns);
            }
        }
        for (int y = 0; y < rows; y++) {
            for (int tap = 0; tap < WINDOW; tap++) {
                add(across, (y + tap) * columns, gauss[tap], result, y * columns, columns);
            }
        }
        return result;
    }

    private static void add(double[] from, int source, double weight, double[] to, int target, int count) {
        for (int i = 0; i < count; i++) {
            to[target + i] += weight * from[source + i];
        }
    }

    private static double[] gauss() {
        double[] gauss = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double x = i - WINDOW / 2;
            gauss[i] = Math.exp(-x * x / (2 * SIGMA * SIGMA));
            sum += gauss[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            gauss[i] /= sum;
        }
        return gauss;
    }
}
