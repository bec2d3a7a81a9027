package fastvsr.model.torch;

import java.util.List;
import java.util.function.BiFunction;

/** What a network carries from one group of a stream to the next. */
final class RecurrentState implements AutoCloseable {
    private final TorchModule module;
    private TensorScope scope;
    private List<Tensor> tensors;

    /** Of a stream that begins. */
    RecurrentState(TorchModule module) {
        this(module, List.of());
    }

    /** Goes on from what somebody else holds. */
    RecurrentState(TorchModule module, List<Tensor> tensors) {
        this.module = module;
        this.scope = module.newScope();
        this.tensors = tensors;
    }

    List<Tensor> tensors() {
        return tensors;
    }

    /** Goes on to the state that {@code step} makes of this one, in the scope that it gets; stays as it is if that fails. */
    void advance(BiFunction<TensorScope, List<Tensor>, List<Tensor>> step) {
        TensorScope fresh = module.newScope();
        boolean isDone = false;
        try {
            carry(fresh, step.apply(fresh, tensors));
            isDone = true;
        } finally {
            if (!isDone) {
                fresh.close();
            }
        }
    }

    /** A new shot or stream begins. */
    void forget() {
        carry(module.newScope(), List.of());
    }

    private void carry(TensorScope fresh, List<Tensor> carried) {
        scope.close();
        scope = fresh;
        tensors = carried;
    }

    @Override
    public void close() {
        scope.close();
    }
}
