package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.cuda.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Upscales groups of pictures of one format, from rows of bytes to rows of bytes on the device. */
final class GroupAtOnce implements AutoCloseable {
    /** Frames that are computed together have at most this many pixels, which bounds the memory they need. */
    private static final long MOST_PIXELS = 1 << 22;

    private final GroupFormat format;
    private final GroupPart part;
    private final Runnable onShrinking;
    private int mostFrames = Integer.MAX_VALUE;

    /**
     * Prepares for a format.
     *
     * @param kernels     to be used around the convolutions, if there are any on the device
     * @param onShrinking hears that the device's memory is full, so that from now on fewer frames are computed together
     */
    GroupAtOnce(TorchModule module, GroupFormat format, Optional<Kernels> kernels, Runnable onShrinking) {
        this.format = format;
        this.onShrinking = onShrinking;
        this.part = kernels.<GroupPart>map(each -> new KernelPart(module, format, each))
                .orElseGet(() -> new PagePart(module, format));
    }

    GroupFormat format() {
        return format;
    }

    /**
     * Upscales a group; on a GPU it returns before the work is done.
     *
     * @param scope     holds the state
     * @param inputs    (T, n) bytes; n is at least the size of an input
     * @param outputs   (T, m) bytes; m is at least the size of an output, and a multiple of 8
     * @param count     frames, at most T
     * @param state     what the group before gave, or nothing
     * @param onWritten hears of every row of {@code outputs}, as soon as what writes it has been started
     * @return the state
     * @throws ModelException MEMORY if not even one frame can be computed, ENGINE if libtorch reports another error
     */
    List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, List<Tensor> state, IntConsumer onWritten) {
        List<Tensor> past = state;
        for (int first = 0; first < count; ) {
            int length = lengthOfNext(count - first);
            try {
                past = part.upscale(scope, inputs, outputs, first, length, past, onWritten);
                first += length;
            } catch (ModelException full) {
                shrink(full, length);
            }
        }
        return past;
    }

    private void shrink(ModelException failure, int length) {
        if (failure.what() != ModelException.Cause.MEMORY) {
            throw failure;
        }
        if (length == 1) {
            throw new ModelException(ModelException.Cause.MEMORY, "the GPU's memory does not hold one frame of "
                    + format.from().width() + "x" + format.from().height()
                    + ": end what else uses it (nvidia-smi), or scale the video down first", failure);
        }
        mostFrames = length / 2;
        onShrinking.run();
    }

    /** A power of two, so that cuDNN meets few shapes and learns each one's fastest kernel once. */
    private int lengthOfNext(int rest) {
        long pixels = (long) format.from().width() * format.from().height();
        return together(pixels, Math.min(rest, mostFrames));
    }

    /** How many of some frames are computed together if the memory is large enough. */
    static int together(long pixels, int frames) {
        return Integer.highestOneBit((int) Math.max(1, Math.min(frames, MOST_PIXELS / pixels)));
    }

    @Override
    public void close() {
        part.close();
    }
}
