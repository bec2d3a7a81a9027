package fastvsr.model.torch;

import fastvsr.model.Colorimetry;
import fastvsr.model.natives.Grid;
import fastvsr.model.natives.Kernels;

/** Reads and writes pictures of one format by kernels, where they know it. */
final class PictureKernels {
    /** The structure Picture of {@code kernels.cu}: head and four components. */
    private static final int LAYOUT_INTS = 35;

    private final Kernels kernels;
    private final GroupFormat format;
    private final int w;
    private final int h;

    /** Columns {@code w} and rows {@code h} are those of the frames with margin. */
    PictureKernels(Kernels kernels, GroupFormat format, int w, int h) {
        this.kernels = kernels;
        this.format = format;
        this.w = w;
        this.h = h;
    }

    /** Whether a kernel reads the pictures; else a page has to, and {@link #enterValues} goes on. */
    boolean canRead() {
        return format.from().colorimetry().model() != Colorimetry.Model.RGB && format.before().length == 0;
    }

    /** Rows first to first + count of {@code inputs} (T, n) to the values and the luma in {@code room}. */
    void enter(Tensor inputs, int first, int count, KernelRoom room) {
        long rowBytes = inputs.shape()[1];
        kernels.launch("enter", grid(count), inputs.address() + first * rowBytes, rowBytes, ints(format.layout()), chromaPlaces(),
                room.x().address(), ownLuma(room), w, h);
    }

    /** The same from values (T, rows, columns, 3). */
    void enterValues(Tensor values, int count, KernelRoom room) {
        kernels.launch("enter_values", grid(count), values.address(), format.from().width(), format.from().height(),
                room.x().address(), ownLuma(room), w, h);
    }

    private Grid grid(int frames) {
        return Grid.items((long) w * h, frames);
    }

    /** That of the frame before comes first. */
    private long ownLuma(KernelRoom room) {
        return room.luma().address() + (long) w * h * Short.BYTES;
    }

    private float[] chromaPlaces() {
        if (format.from().colorimetry().model() != Colorimetry.Model.YCBCR) {
            return new float[4];
        }
        ChromaPlaces across = ChromaPlaces.of(format.layout(), format.outputLayout(), 0);
        ChromaPlaces down = ChromaPlaces.of(format.layout(), format.outputLayout(), 1);
        return new float[] {across.start(), across.step(), down.start(), down.step()};
    }

    /**
     * Writes a picture, of a format that {@code can_lay} of {@code batch.page} allows, and the luma given out.
     *
     * @param detail  (h, w, 24) without its bias (24)
     * @param plain   where the interpolated cells (h, w, 24) lie
     * @param isCodes whether these are codes already
     * @param picture where the bytes go to
     * @param sharp   (h, w, 16)
     */
    void finish(Tensor detail, Tensor bias, long plain, boolean isCodes, long picture, Tensor sharp) {
        kernels.launch("finish", Grid.items((long) w * h, 1), detail.address(), bias.address(), plain, picture,
                ints(format.outputLayout()), isCodes ? 0 : 1, sharp.address(), w, h);
    }

    private static int[] ints(long[] layout) {
        int[] ints = new int[LAYOUT_INTS];
        for (int i = 0; i < layout.length; i++) {
            ints[i] = Math.toIntExact(layout[i]);
        }
        return ints;
    }
}
