package fastvsr.model.torch;

import java.util.List;
import java.util.function.IntConsumer;

/** Runs {@code batch.page}, which does everything by libtorch's operators. */
final class PagePart implements GroupPart {
    private static final int STATE_AT = 5;

    private final TorchModule module;
    private final GroupFormat format;
    private final List<Tensor> fixed;

    PagePart(TorchModule module, GroupFormat format, LayersBySize layers) {
        this.module = module;
        this.format = format;
        this.fixed = layers.of("for_format", format);
    }

    @Override
    public List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int first, int length, List<Tensor> state,
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
}
