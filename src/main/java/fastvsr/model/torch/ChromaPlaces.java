package fastvsr.model.torch;

/**
 * Where the columns (or rows) of a frame's luma have their chroma: column {@code i} at {@code start + i * step}; see
 * {@code align} of {@code frames.page}.
 *
 * @param start in samples of the chroma
 * @param step  in the same
 */
record ChromaPlaces(float start, float step) {
    /** As {@link PictureLayout} numbers them. */
    private static final int YCBCR = 0;
    private static final int FIRST_CHROMA = 14;

    /** Of the columns (axis 0) or the rows (1), moved to where the chroma of {@code out} lies; both layouts have chroma. */
    static ChromaPlaces of(long[] layout, long[] out, int axis) {
        double move = 0;
        if (out[2] == YCBCR) {
            move = offset(out[4 + axis], shared(out, axis)) * layout[axis] / out[axis];
        }
        long shared = shared(layout, axis);
        double step = 1. / shared;
        return new ChromaPlaces((float) ((step - 1) / 2 + (offset(layout[4 + axis], shared) - move) * step), (float) step);
    }

    /** How many luma samples share one chroma sample: 1, 2 or 4. */
    private static long shared(long[] layout, int axis) {
        long times = 1;
        while ((layout[axis] + times - 1) / times > layout[FIRST_CHROMA + 3 + axis]) {
            times *= 2;
        }
        return times;
    }

    /** How far before the middle of the samples that share it chroma lies, in luma samples. */
    private static double offset(long cosited, long shared) {
        return cosited * (shared - 1) / 2.;
    }
}
