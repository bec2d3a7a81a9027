package fastvsr.model.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import fastvsr.model.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Holds tensors and frees them all when it is closed. */
public final class TensorScope implements AutoCloseable {
    private final PtNDManager manager;

    TensorScope(PtNDManager manager) {
        this.manager = manager;
    }

    PtNDManager manager() {
        return manager;
    }

    /** A single-precision tensor on the device. */
    public Tensor floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return new Tensor(manager.create(bytes, new Shape(shape), DataType.FLOAT32));
    }

    /** A copy on the device, as singles. */
    public Tensor of(HostTensor tensor) {
        return floats(tensor.floats(), tensor.shape().stream().mapToLong(Integer::longValue).toArray());
    }

    /**
     * The bytes of a direct buffer, from its position to its limit, as a flat tensor.
     *
     * <p>On the CPU the tensor is the buffer's memory: methods may write it. On other devices it is a copy.
     */
    public Tensor bytes(ByteBuffer direct) {
        ByteBuffer slice = direct.slice();
        return new Tensor(manager.create(slice, new Shape(slice.limit()), DataType.UINT8));
    }

    /** The bytes of a direct buffer as a flat tensor on the CPU, whatever the device is: methods may write it. */
    Tensor hostBytes(ByteBuffer direct) {
        ByteBuffer slice = direct.slice();
        return new Tensor(JniUtils.createNdFromByteBuffer(
                manager, slice, new Shape(slice.limit()), DataType.UINT8, SparseFormat.DENSE, Device.cpu()));
    }

    /** A single on the CPU, whatever the device is, so that reading it never waits. */
    PtNDArray scalar(float value) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putFloat(0, value);
        return JniUtils.createNdFromByteBuffer(
                manager, bytes, new Shape(), DataType.FLOAT32, SparseFormat.DENSE, Device.cpu());
    }

    /** Takes over tensors from the scope that holds them now. */
    public List<Tensor> adopt(List<Tensor> tensors) {
        tensors.forEach(tensor -> tensor.array().attach(manager));
        return tensors;
    }

    /** Frees all tensors held, unless their GPU is lost. */
    @Override
    public void close() {
        if (TorchModule.canBeFreed(manager)) {
            manager.close();
        }
    }
}
