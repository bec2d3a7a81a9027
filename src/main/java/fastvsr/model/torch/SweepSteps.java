package fastvsr.model.torch;

import java.util.List;

/**
 * The steps that the two sweeps over a group are made of, for pictures of one format; results are held by the scope given.
 *
 * <p>A sweep passes on three tensors from each frame to the next: its luma, its features, its luma given out.
 */
interface SweepSteps {
    /**
     * What frames are by themselves.
     *
     * @param inputs (T, n) bytes
     * @param row    of the first one
     * @param first  its number in the group
     */
    Stretch survey(TensorScope scope, Tensor inputs, int row, int first, int length);

    /** Luma of all frames of a group. */
    Tensor luma(TensorScope scope, List<Stretch> stretches);

    /** What a sweep that begins with a frame passes on to it: frame t of the stretch. */
    List<Tensor> begin(TensorScope scope, Stretch stretch, int t);

    /** Where the frames of a stretch come from in the sweep back. */
    List<Tensor> originsBehind(TensorScope scope, Stretch stretch, Tensor luma);

    /** Where the first frames of a stretch come from in the sweep forwards; before the group's first frame was one of luma past. */
    List<Tensor> originsBefore(TensorScope scope, Stretch stretch, int length, Tensor luma, Tensor past);

    /**
     * Frame t of a stretch in the sweep back.
     *
     * @param beside   features and luma given out of the frame behind it
     * @param isWanted whether what is found out is to be remembered for the sweep forwards
     * @return the same of this frame
     */
    List<Tensor> lookBack(TensorScope scope, Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside, boolean isWanted);

    /** Frame t of a stretch in the sweep forwards, from a row of inputs to the same row of outputs -> features and luma given out. */
    List<Tensor> goOn(TensorScope scope, Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside, Tensor inputs,
            Tensor outputs, int row);

    /** Luma of a frame of the group, apart from that of the others. */
    Tensor keep(TensorScope scope, Tensor luma, int frame);
}
