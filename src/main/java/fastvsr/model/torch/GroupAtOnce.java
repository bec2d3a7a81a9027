package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.natives.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Upscales groups of pictures of one format for networks that know the past alone. */
final class GroupAtOnce implements GroupUpscaler {
    private final TorchModule module;
    private final GroupFormat format;
    private final GroupPart part;
    private final FramesTogether together;

    /**
     * Prepares for a format.
     *
     * @param layers      shared with other formats
     * @param kernels     to be used around the convolutions, if there are any on the device
     * @param onShrinking hears that the device's memory is full, so that from now on fewer frames are computed together
     */
    GroupAtOnce(TorchModule module, GroupFormat format, LayersBySize layers, Optional<Kernels> kernels, Runnable onShrinking) {
        this.module = module;
        this.format = format;
        this.together = new FramesTogether(format, onShrinking);
        this.part = kernels.<GroupPart>map(each -> new KernelPart(module, format, layers, each))
                .orElseGet(() -> new PagePart(module, format, layers));
    }

    @Override
    public GroupFormat format() {
        return format;
    }

    @Override
    public List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
        try (RecurrentState passing = new RecurrentState(module, state)) {
            for (int next = 0; next < count; ) {
                int first = next;
                int length = together.of(count - first);
                try {
                    passing.advance((fresh, past) -> part.upscale(fresh, inputs, outputs, first, length, past, onWritten));
                    next += length;
                } catch (ModelException full) {
                    together.shrink(full, length);
                }
            }
            return scope.adopt(passing.tensors());
        }
    }
}
