package fastvsr.model.torch;

import java.util.List;
import java.util.function.IntConsumer;

/** Upscales some frames of a group together, for pictures of one format. */
interface GroupPart {
    /**
     * Upscales frames, from rows of bytes to rows of bytes on the device.
     *
     * @param scope     holds the state
     * @param inputs    (T, n) bytes
     * @param outputs   (T, m) bytes
     * @param first     row of the first frame
     * @param length    how many frames
     * @param state     what the frames before gave, or nothing
     * @param onWritten hears of every row of {@code outputs}, as soon as what writes it has been started
     * @return the state: luma, features, luma given out
     */
    List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int first, int length, List<Tensor> state,
            IntConsumer onWritten);
}
