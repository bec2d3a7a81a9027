package fastvsr.model.torch;

import fastvsr.model.Colorimetry;
import fastvsr.model.cuda.Grid;
import fastvsr.model.cuda.Kernels;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs {@code kernels.page}: convolutions by libtorch, and everything around them by the kernels of {@code kernels.cu}. */
final class KernelPart implements GroupPart {
    private static final int HALF_BYTES = 2;
    private static final int LAYOUT_INTS = 35;

    private final TorchModule module;
    private final GroupFormat format;
    private final Kernels kernels;
    private final TensorScope held;
    private final List<Tensor> fixed;
    private final boolean isLaid;
    private final boolean isInCodes;
    private final float lumaGain;
    private final int w;
    private final int h;

    KernelPart(TorchModule module, GroupFormat format, Kernels kernels) {
        this.module = module;
        this.format = format;
        this.kernels = kernels;
        this.held = module.newScope();
        this.fixed = module.call(held, "for_kernels", format.layout(), format.outputLayout(), format.lumaWeights());
        float[] kinds = module.call(held, "kinds", format.layout(), format.outputLayout()).get(0).floats();
        this.isLaid = kinds[0] != 0;
        this.isInCodes = kinds[1] != 0;
        this.lumaGain = kinds[2];
        this.w = (format.from().width() + 7) / 8 * 8;
        this.h = (format.from().height() + 7) / 8 * 8;
    }

    @Override
    public List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int first, int length, List<Tensor> state,
            IntConsumer onWritten) {
        try (TensorScope part = module.newScope()) {
            KernelRoom room = KernelRoom.of(module.call(part, "room", length, h, w));
            enter(part, inputs, first, length, room);
            List<Tensor> seen = module.call(part, "see", room.x(), room.wide(), fixed);
            List<Tensor> past = module.call(part, "remember", room.luma(), state, seen.get(2));
            findMotion(part, length, room);
            for (int t = 0; t < length; t++) {
                past = upscaleNext(part, inputs, outputs, first + t, t, seen, past, room);
                onWritten.accept(first + t);
            }
            Tensor luma = module.call(part, "last_luma", room.luma()).get(0);
            return scope.adopt(List.of(luma, past.get(0), past.get(1)));
        }
    }

    /** Reads the pictures; those of a format that no kernel reads go through the page. */
    private void enter(TensorScope part, Tensor inputs, int first, int length, KernelRoom room) {
        Grid grid = Grid.items((w + 4L) * (h + 4), length);
        long luma = room.luma().address() + (long) w * h * HALF_BYTES; // after that of the frame before
        long rowBytes = inputs.shape()[1];
        if (isRead()) {
            kernels.launch("enter", grid, inputs.address() + first * rowBytes, rowBytes, ints(format.layout()), chromaPlaces(),
                    room.x().address(), room.wide().address(), luma, w, h);
        } else {
            Tensor values = module.call(part, "read_values", inputs, first, length, format.layout(), format.outputLayout(),
                    format.before(), format.lumaWeights()).get(0);
            kernels.launch("enter_values", grid, values.address(), format.from().width(), format.from().height(),
                    room.x().address(), room.wide().address(), luma, w, h);
        }
    }

    private boolean isRead() {
        return format.from().colorimetry().model() != Colorimetry.Model.RGB && format.before().length == 0;
    }

    private float[] chromaPlaces() {
        if (format.from().colorimetry().model() != Colorimetry.Model.YCBCR) {
            return new float[4];
        }
        ChromaPlaces across = ChromaPlaces.of(format.layout(), format.outputLayout(), 0);
        ChromaPlaces down = ChromaPlaces.of(format.layout(), format.outputLayout(), 1);
        return new float[] {across.start(), across.step(), down.start(), down.step()};
    }

    /** From coarse to fine, as {@code motion} of {@code fastvsr.page}. */
    private void findMotion(TensorScope part, int length, KernelRoom room) {
        kernels.launch("shrink", Grid.items((long) w * h / 16, length + 1), room.luma().address(), room.half().address(),
                room.quarter().address(), room.soft().address(), w, h);
        Grid tiles = Grid.squares(8, w / 4, h / 4, length);
        long flow = room.flow().address();
        long moves = room.moves().address();
        kernels.launch("match_coarse", tiles, room.quarter().address(), room.coarse().address(), moves, w, h);
        addMoves(part, "coarse", room.coarse(), 4, true, length, room);
        kernels.launch("match_middle", tiles, room.half().address(), flow, room.middle().address(), moves, w, h);
        addMoves(part, "middle", room.middle(), 2, false, length, room);
        kernels.launch("match_fine", tiles, room.luma().address(), flow, room.fine().address(), moves, w, h);
        addMoves(part, "fine", room.fine(), 1, false, length, room);
        kernels.launch("polish", Grid.squares(16, w / 2, h / 2, length), room.soft().address(), flow, room.steps().address(), w, h);
        kernels.launch("settle", Grid.items((long) w * h, length), flow, room.steps().address(), room.motion().address(), w, h);
    }

    private void addMoves(TensorScope part, String level, Tensor costs, float step, boolean isFirst, int length, KernelRoom room) {
        Tensor convolved = module.call(part, level, costs, fixed).get(0);
        Tensor bias = fixed.get(level.equals("coarse") ? 1 : level.equals("middle") ? 2 : 3);
        int count = length * (w / 4) * (h / 4);
        kernels.launch("add_moves", Grid.items(count, 1), room.flow().address(), room.moves().address(), step, convolved.address(),
                bias.address(), isFirst ? 1 : 0, count);
    }

    /** Frame t of those seen together, row of the pictures -> features and luma given out. */
    private List<Tensor> upscaleNext(TensorScope part, Tensor inputs, Tensor outputs, int row, int t, List<Tensor> seen,
            List<Tensor> past, KernelRoom room) {
        align(t, seen, past, room);
        List<Tensor> refined = module.call(part, "refine", room.all(), fixed);
        Tensor sharp = refined.get(2);
        if (isLaid) {
            finish(refined.get(1), at(seen.get(2), t, 24), outputs.address() + row * outputs.shape()[1], sharp);
        } else {
            sharp = module.call(part, "write_cells", refined.get(1), seen.get(2), t, row, outputs, format.layout(),
                    format.outputLayout(), format.behind(), fixed).get(0);
        }
        if (format.to().components().size() == 4) {
            module.run("give_alpha", inputs, row, outputs, format.layout(), format.outputLayout());
        }
        return List.of(refined.get(0), sharp);
    }

    private void align(int t, List<Tensor> seen, List<Tensor> past, KernelRoom room) {
        int c = Math.toIntExact(seen.get(0).shape()[3]);
        int d = Math.toIntExact(seen.get(1).shape()[1] / 16);
        long motion = room.motion().address() + (long) t * w * h * 16;
        kernels.launch("align", new Grid((w * h + 63) / 64, 1, 1), at(seen.get(0), t, c), at(seen.get(1), t, d), motion,
                past.get(0).address(), past.get(1).address(), at(seen.get(2), t, 24), 4 / lumaGain, room.all().address(), c, d, w, h);
    }

    /** Where frame t of halves begins, which has so many of them for every pixel. */
    private long at(Tensor halves, int t, int channels) {
        return halves.address() + (long) t * w * h * channels * HALF_BYTES;
    }

    private void finish(Tensor detail, long plain, long picture, Tensor sharp) {
        kernels.launch("finish", Grid.items((long) w * h, 1), detail.address(), fixed.get(0).address(), plain, picture,
                ints(format.outputLayout()), isInCodes ? 0 : 1, sharp.address(), w, h);
    }

    /** A layout as the structure that kernels know. */
    private static int[] ints(long[] layout) {
        int[] ints = new int[LAYOUT_INTS];
        for (int i = 0; i < layout.length; i++) {
            ints[i] = Math.toIntExact(layout[i]);
        }
        return ints;
    }

    @Override
    public void close() {
        held.close();
    }
}
