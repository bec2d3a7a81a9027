package fastvsr.model;

/** Three by three matrices between R'G'B' and Y'CbCr, luma 0 to 1 and chroma -0.5 to 0.5 (ITU-R BT.601, BT.709). */
public final class ColorMatrix {
    private ColorMatrix() {
    }

    /** R'G'B' to Y'CbCr, row by row. */
    public static double[] toYcbcr(double kr, double kb) {
        double kg = 1 - kr - kb;
        double b = 2 * (1 - kb);
        double r = 2 * (1 - kr);
        return new double[] {kr, kg, kb, -kr / b, -kg / b, 0.5, 0.5, -kg / r, -kb / r};
    }

    /** Y'CbCr to R'G'B', row by row. */
    public static double[] toRgb(double kr, double kb) {
        double kg = 1 - kr - kb;
        double b = 2 * (1 - kb);
        double r = 2 * (1 - kr);
        return new double[] {1, 0, r, 1, -b * kb / kg, -r * kr / kg, 1, b, 0};
    }

    /** First {@code before}, then {@code behind}. */
    static double[] product(double[] behind, double[] before) {
        double[] product = new double[9];
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                product[i] += behind[i / 3 * 3 + k] * before[k * 3 + i % 3];
            }
        }
        return product;
    }

    /**
     * From the colours of {@code input} to the Y'CbCr that the network works in for {@code output}.
     *
     * @return nine numbers, or none if there is nothing to do
     */
    public static double[] beforeNetwork(Colorimetry input, Colorimetry output) {
        Colorimetry work = work(input, output);
        return switch (input.model()) {
            case GRAY -> new double[0];
            case RGB -> toYcbcr(work.kr(), work.kb());
            case YCBCR -> work.kr() == input.kr() && work.kb() == input.kb() ? new double[0]
                    : product(toYcbcr(work.kr(), work.kb()), toRgb(input.kr(), input.kb()));
        };
    }

    /** From the network's Y'CbCr to the colours of {@code output}: nine numbers, or none if there is nothing to do. */
    public static double[] behindNetwork(Colorimetry input, Colorimetry output) {
        Colorimetry work = work(input, output);
        return output.model() == Colorimetry.Model.RGB ? toRgb(work.kr(), work.kb()) : new double[0];
    }

    /** Weights of red and blue in the luma that the network works in. */
    public static double[] lumaWeights(Colorimetry input, Colorimetry output) {
        Colorimetry work = work(input, output);
        return new double[] {work.kr(), work.kb()};
    }

    /** The network works in the output's Y'CbCr if it has any, else in the input's. */
    private static Colorimetry work(Colorimetry input, Colorimetry output) {
        return output.model() == Colorimetry.Model.RGB && input.model() != Colorimetry.Model.GRAY ? input : output;
    }
}
