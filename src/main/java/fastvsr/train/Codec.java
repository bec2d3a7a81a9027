package fastvsr.train;

/** The tables by which training.page does to frames what a block codec does. */
final class Codec {
    private static final int BLOCK = 8;

    private Codec() {
    }

    /** The matrix ({@code side}, {@code side}), row after row, that gives the cosine coefficients of every eight samples. */
    static float[] transform(int side) {
        float[] matrix = new float[side * side];
        for (int line = 0; line < side; line++) {
            int frequency = line % BLOCK;
            double scale = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / BLOCK);
            for (int i = 0; i < BLOCK; i++) {
                matrix[line * side + line - frequency + i] =
                        (float) (scale * Math.cos(Math.PI * frequency * (2 * i + 1) / (2 * BLOCK)));
            }
        }
        return matrix;
    }

    /**
     * Steps ({@code side}, {@code side}) that coefficients are rounded to: coarser for higher frequencies, as in the tables of
     * ITU-T T.81 annex K, about those of quality 75 for values 0..1.
     */
    static float[] steps(int side) {
        float[] steps = new float[side * side];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (6 + 3 * (i / side % BLOCK + i % side % BLOCK)) / 255f;
        }
        return steps;
    }
}
