package fastvsr.model.torch;

import java.util.List;

/**
 * Memory on the device that kernels and convolutions of one group pass to each other, as {@code room} of {@code kernels.page} makes it.
 *
 * @param x        values of the frames
 * @param plain    interpolated cells of the frames
 * @param luma     of the frames, after that of the frame before
 * @param half     luma at half of the size
 * @param quarter  luma at a quarter of the size
 * @param soft     means of luma
 * @param coarse   costs of moves at a quarter of the size
 * @param middle   the same at half of the size
 * @param fine     the same at all of the size
 * @param moves    likely moves of cells
 * @param flow     of cells
 * @param halfway  flow of every second pixel
 * @param softened the same, or its means
 * @param motion   of all pixels
 * @param all      what the fusing convolution of one frame takes
 */
record KernelRoom(Tensor x, Tensor plain, Tensor luma, Tensor half, Tensor quarter, Tensor soft, Tensor coarse, Tensor middle,
        Tensor fine, Tensor moves, Tensor flow, Tensor halfway, Tensor softened, Tensor motion, Tensor all) {
    static KernelRoom of(List<Tensor> t) {
        return new KernelRoom(t.get(0), t.get(1), t.get(2), t.get(3), t.get(4), t.get(5), t.get(6), t.get(7), t.get(8), t.get(9),
                t.get(10), t.get(11), t.get(12), t.get(13), t.get(14));
    }
}
