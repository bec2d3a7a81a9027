package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.natives.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Upscales groups of pictures of one format for networks that know the past alone. */
final class GroupAtOnce implements GroupUpscaler {
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

    @Override
    public GroupFormat format() {
        return format;
    }

    @Override
    public List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
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
            throw format.tooLarge("", failure);
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
