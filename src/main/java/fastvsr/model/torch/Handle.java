package fastvsr.model.torch;

import ai.djl.pytorch.jni.IValue;

/** A value that only pages know how to use, such as a CUDA stream. */
final class Handle implements AutoCloseable {
    private final IValue value;

    Handle(IValue value) {
        this.value = value;
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
