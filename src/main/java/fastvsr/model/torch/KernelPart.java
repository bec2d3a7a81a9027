package fastvsr.model.torch;

import fastvsr.model.natives.Grid;
import fastvsr.model.natives.Kernels;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs {@code kernels.page}: convolutions by libtorch, and everything around them by the kernels of {@code kernels.cu}. */
final class KernelPart implements GroupPart {
    /** Pixels of a row that a block of threads lays side by side. */
    private static final int PIXELS = 64;
    private static final int CELL = 24;

    /** Pixels that a block of threads interpolates. */
    private static final int TILE_WIDTH = 32;
    private static final int TILE_HEIGHT = 16;

    private final TorchModule module;
    private final GroupFormat format;
    private final Kernels kernels;
    private final int w;
    private final int h;
    private final List<Tensor> layers;
    private final PictureKernels pictures;
    private final MotionSearch search;
    private final boolean canLay;
    private final boolean isCodes;
    private final float lumaGain;

    /** Prepares for a format. */
    KernelPart(TorchModule module, GroupFormat format, LayersBySize layers, Kernels kernels) {
        this.module = module;
        this.format = format;
        this.kernels = kernels;
        this.w = (format.from().width() + 7) / 8 * 8;
        this.h = (format.from().height() + 7) / 8 * 8;
        this.layers = layers.of("for_kernels", format);
        this.pictures = new PictureKernels(kernels, format, w, h);
        this.search = new MotionSearch(module, kernels, this.layers, w, h);
        float[] kinds = kinds(module, format);
        this.canLay = kinds[0] == 1;
        this.isCodes = kinds[1] == 1;
        this.lumaGain = kinds[2];
    }

    private static float[] kinds(TorchModule module, GroupFormat format) {
        try (TensorScope scope = module.newScope()) {
            return module.call(scope, "kinds", format.layout(), format.outputLayout()).get(0).floats();
        }
    }

    @Override
    public List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int first, int length, List<Tensor> state,
            IntConsumer onWritten) {
        try (TensorScope part = module.newScope()) {
            KernelRoom room = room(part, length);
            enter(part, inputs, first, length, room);
            List<Tensor> seen = module.call(part, "see", room.x(), layers); // near, decoded
            List<Tensor> past = module.call(part, "remember", room.luma(), state, room.plain());
            search(part, room, length);
            for (int t = 0; t < length; t++) {
                past = upscaleNext(part, inputs, outputs, first + t, t, seen, past, room);
                onWritten.accept(first + t);
            }
            Tensor luma = module.call(part, "last_luma", room.luma()).get(0);
            return scope.adopt(List.of(luma, past.get(0), past.get(1)));
        }
    }

    /** Memory for so many frames. */
    KernelRoom room(TensorScope scope, int length) {
        return KernelRoom.of(module.call(scope, "room", length, h, w));
    }

    /** Layers in the order of {@code for_kernels}. */
    List<Tensor> layers() {
        return layers;
    }

    /** From the luma in a room to the motion there. */
    void search(TensorScope scope, KernelRoom room, int length) {
        search.run(scope, room, length);
    }

    /** From rows of bytes to values, luma and interpolated cells in a room. */
    void enter(TensorScope part, Tensor inputs, int first, int length, KernelRoom room) {
        if (pictures.canRead()) {
            pictures.enter(inputs, first, length, room);
        } else {
            Tensor values = module.call(part, "read_values", inputs, first, length, format.layout(), format.outputLayout(),
                    format.before(), format.lumaWeights()).get(0);
            pictures.enterValues(values, length, room);
        }
        interpolate(length, room);
    }

    private void interpolate(int length, KernelRoom room) {
        Grid grid = new Grid((w + TILE_WIDTH - 1) / TILE_WIDTH, (h + TILE_HEIGHT - 1) / TILE_HEIGHT, length);
        kernels.launch("interpolate", grid, room.x().address(), layers.get(2).address(), layers.get(3).address(),
                room.plain().address(), w, h);
    }

    /** Frame t of those seen together, row of the pictures -> features and luma given out. */
    private List<Tensor> upscaleNext(TensorScope part, Tensor inputs, Tensor outputs, int row, int t, List<Tensor> seen, List<Tensor> past,
            KernelRoom room) {
        align(t, seen, room.plain(), past, room.motion(), room.all());
        return give(part, inputs, outputs, row, t, room.plain(), module.call(part, "refine", room.all(), layers));
    }

    /**
     * Writes frame t of those entered together to a row of the outputs.
     *
     * @param plain   their interpolated cells
     * @param refined its features, detail, bias of detail
     * @return features and luma given out
     */
    List<Tensor> give(TensorScope part, Tensor inputs, Tensor outputs, int row, int t, Tensor plain, List<Tensor> refined) {
        Tensor sharp = write(part, refined.get(1), refined.get(2), outputs, row, t, plain);
        if (format.to().components().size() == 4) {
            module.run("give_alpha", inputs, row, outputs, format.layout(), format.outputLayout());
        }
        return List.of(refined.get(0), sharp);
    }

    /**
     * Lays side by side in {@code all} what belongs to frame t of those entered together.
     *
     * @param seen  as {@code see} of {@code kernels.page} gives it: near, decoded
     * @param plain interpolated cells
     * @param past  features and luma given out before
     */
    void align(int t, List<Tensor> seen, Tensor plain, List<Tensor> past, Tensor motion, Tensor all) {
        int c = Math.toIntExact(seen.get(0).shape()[3]);
        int d = Math.toIntExact(seen.get(1).shape()[1] / 16);
        kernels.launch("align", new Grid((w + PIXELS - 1) / PIXELS, h, 1), halves(seen.get(0), t, c), halves(seen.get(1), t, d),
                motion.address() + (long) t * w * h * 4 * Float.BYTES, past.get(0).address(), past.get(1).address(),
                halves(plain, t, CELL), 4 / lumaGain, all.address(), c, d, w, h);
    }

    private Tensor write(TensorScope part, Tensor detail, Tensor bias, Tensor outputs, int row, int t, Tensor plain) {
        if (!canLay) {
            return module.call(part, "write_cells", detail, bias, plain, t, row, outputs, format.layout(), format.outputLayout(),
                    format.behind()).get(0);
        }
        Tensor sharp = module.call(part, "halves", new long[] {1, h, w, 16}).get(0);
        pictures.finish(detail, bias, halves(plain, t, CELL), isCodes, outputs.address() + row * outputs.shape()[1], sharp);
        return sharp;
    }

    /** Where frame t begins in halves, of which every pixel has so many. */
    private long halves(Tensor frames, int t, int channels) {
        return frames.address() + (long) t * w * h * channels * Short.BYTES;
    }
}
