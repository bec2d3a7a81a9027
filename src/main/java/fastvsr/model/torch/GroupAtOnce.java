package fastvsr.model.torch;

import fastvsr.model.ModelException;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs {@code batch.page} for pictures of one format, for networks that know the past alone. */
final class GroupAtOnce implements GroupUpscaler {
    /** Frames that are computed together have at most this many pixels, which bounds the memory they need. */
    static final long MOST_PIXELS = 1 << 22;
    private static final int STATE_AT = 5;

    private final TorchModule module;
    private final GroupFormat format;
    private final TensorScope held;
    private final List<Tensor> fixed;
    private final Runnable onShrinking;
    private int mostFrames = Integer.MAX_VALUE;

    /**
     * Prepares for a format.
     *
     * @param onShrinking hears that the device's memory is full, so that from now on fewer frames are computed together
     */
    GroupAtOnce(TorchModule module, GroupFormat format, Runnable onShrinking) {
        this.module = module;
        this.format = format;
        this.onShrinking = onShrinking;
        this.held = module.newScope();
        this.fixed = module.call(held, "for_format", format.layout(), format.outputLayout(), format.lumaWeights());
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
                past = upscalePart(scope, inputs, outputs, first, length, past, onWritten);
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
        return Integer.highestOneBit((int) Math.max(1, Math.min(Math.min(rest, mostFrames), MOST_PIXELS / pixels)));
    }

    private List<Tensor> upscalePart(TensorScope scope, Tensor inputs, Tensor outputs, int first, int length, List<Tensor> state,
            IntConsumer onWritten) {
        try (TensorScope part = module.newScope()) {
            List<Tensor> prepared = module.call(part, "prepare", inputs, first, length, format.layout(), format.outputLayout(),
                    format.before(), format.lumaWeights(), state, fixed);
            List<Tensor> past = prepared.subList(STATE_AT + 1, STATE_AT + 3);
            for (int t = 0; t < length; t++) {
                past = module.call(part, "upscale_next", prepared, t, first + t, past.get(0), past.get(1), fixed, inputs, outputs,
                        format.layout(), format.outputLayout(), format.behind());
                onWritten.accept(first + t);
            }
            return scope.adopt(List.of(prepared.get(STATE_AT), past.get(0), past.get(1)));
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
