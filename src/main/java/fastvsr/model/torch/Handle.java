package fastvsr.model.torch;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

/** A value that only pages know how to use, such as a CUDA stream. */
final class Handle implements AutoCloseable {
    private final IValue value;
    private final PtNDManager manager;

    /** A value on the device of {@code manager}. */
    Handle(IValue value, PtNDManager manager) {
        this.value = value;
        this.manager = manager;
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        if (TorchModule.canBeFreed(manager)) {
            value.close();
        }
    }
}
