package fastvsr.model.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import fastvsr.model.HostTensor;
import fastvsr.model.natives.TensorMemory;
import java.nio.ByteBuffer;

/** A tensor on the module's device; it lives as long as the {@link TensorScope} that holds it. */
public final class Tensor {
    private final PtNDArray array;

    Tensor(PtNDArray array) {
        this.array = array;
    }

    PtNDArray array() {
        return array;
    }

    /** Size of every dimension. */
    public long[] shape() {
        return array.getShape().getShape();
    }

    /** Copies all numbers to Java's memory, as singles; waits for the device. */
    public float[] floats() {
        try (PtNDManager scratch = scratch()) {
            return toSingles(scratch).toFloatArray();
        }
    }

    /** The number of a tensor that holds one. */
    public double number() {
        return floats()[0];
    }

    /** The memory of a tensor of bytes on the CPU; it is gone when the tensor is freed. */
    ByteBuffer bytes() {
        return array.toByteBuffer(true);
    }

    /** Where its first number lies in its device's memory. */
    long address() {
        return TensorMemory.address(array.getHandle());
    }

    /** A copy in Java's memory, as singles. */
    public HostTensor toHost() {
        long[] shape = shape();
        int[] sizes = new int[shape.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(shape[i]);
        }
        return HostTensor.of(floats(), sizes);
    }

    private PtNDManager scratch() {
        return array.getManager().newSubManager(array.getManager().getDevice());
    }

    private PtNDArray toSingles(PtNDManager scratch) {
        PtNDArray singles = array.toType(DataType.FLOAT32, false);
        if (singles != array) {
            singles.attach(scratch);
        }
        return singles;
    }
}
