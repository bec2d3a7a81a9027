package fastvsr.model.torch;

import fastvsr.model.natives.Grid;
import fastvsr.model.natives.Kernels;
import java.util.List;

/** Finds the motion of frames from coarse to fine, as {@code motion} of {@code fastvsr.page}, kernels and convolutions in turns. */
final class MotionSearch {
    /** Cells, and places of the flow that is polished, along a side of what a block of threads computes. */
    private static final int CELLS = 8;
    private static final int POLISHED = 16;

    private final TorchModule module;
    private final Kernels kernels;
    private final List<Tensor> layers;
    private final int w;
    private final int h;

    /**
     * Prepares for frames of a size.
     *
     * @param layers as {@code for_kernels} of {@code kernels.page} gives them
     * @param w      columns, h rows with margin
     */
    MotionSearch(TorchModule module, Kernels kernels, List<Tensor> layers, int w, int h) {
        this.module = module;
        this.kernels = kernels;
        this.layers = layers;
        this.w = w;
        this.h = h;
    }

    /** From the luma of so many frames and of the one before to their motion, all in {@code room}. */
    void run(TensorScope scope, KernelRoom room, int frames) {
        kernels.launch("shrink", Grid.items((long) w * h / 16, frames + 1), room.luma().address(), room.half().address(),
                room.quarter().address(), room.soft().address(), w, h);
        coarse(scope, room, frames);
        improve(scope, room, frames, "middle", room.half(), room.middle(), 2);
        improve(scope, room, frames, "fine", room.luma(), room.fine(), 1);
        Grid halves = Grid.items((long) w * h / 4, frames);
        kernels.launch("refine_grid", halves, room.flow().address(), room.softened().address(), w, h);
        polish(room, frames);
        kernels.launch("soften", halves, room.halfway().address(), room.softened().address(), w, h);
        polish(room, frames);
        kernels.launch("settle", Grid.items((long) w * h, frames), room.flow().address(), room.halfway().address(),
                room.motion().address(), w, h);
    }

    private void polish(KernelRoom room, int frames) {
        kernels.launch("polish", Grid.squares(POLISHED, w / 2, h / 2, frames), room.soft().address(), room.softened().address(),
                room.halfway().address(), w, h);
    }

    private void coarse(TensorScope scope, KernelRoom room, int frames) {
        kernels.launch("match_coarse", Grid.squares(CELLS, w / 4, h / 4, frames), room.quarter().address(),
                room.coarse().address(), room.moves().address(), w, h);
        addMoves(scope, room, frames, "coarse", room.coarse(), 4, true);
    }

    private void improve(TensorScope scope, KernelRoom room, int frames, String level, Tensor luma, Tensor costs, float step) {
        kernels.launch("match_" + level, Grid.squares(CELLS, w / 4, h / 4, frames), luma.address(), room.flow().address(),
                costs.address(), room.moves().address(), w, h);
        addMoves(scope, room, frames, level, costs, step, false);
    }

    /** Adds to the flow the likely moves and what the convolutions of a level make of the costs. */
    private void addMoves(TensorScope scope, KernelRoom room, int frames, String level, Tensor costs, float step, boolean isFirst) {
        List<Tensor> improvement = module.call(scope, level, costs, layers); // with its bias
        int count = frames * (w / 4) * (h / 4);
        kernels.launch("add_moves", Grid.items(count, 1), room.flow().address(), room.moves().address(), step,
                improvement.get(0).address(), improvement.get(1).address(), isFirst ? 1 : 0, count);
    }
}
