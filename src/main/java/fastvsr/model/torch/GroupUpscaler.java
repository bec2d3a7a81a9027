package fastvsr.model.torch;

import fastvsr.model.ModelException;
import java.util.List;
import java.util.function.IntConsumer;

/** Upscales groups of pictures of one format, from rows of bytes to rows of bytes on the device. */
interface GroupUpscaler {
    GroupFormat format();

    /**
     * Upscales a group; on a GPU it returns before the work is done.
     *
     * @param scope     holds the state
     * @param inputs    (T, n) bytes; n is at least the size of an input
     * @param outputs   (T', m) bytes; m is at least the size of an output, and a multiple of 8
     * @param count     frames, at most T'
     * @param following inputs behind them to be looked at; with the frames at most T
     * @param state     what the group before gave, or nothing
     * @param onWritten hears of every row of {@code outputs}, as soon as what writes it has been started
     * @return the state
     * @throws ModelException MEMORY if not even one frame can be computed, ENGINE if libtorch reports another error
     */
    List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten);
}
