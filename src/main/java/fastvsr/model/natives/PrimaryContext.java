package fastvsr.model.natives;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import fastvsr.model.ModelException;
import java.util.function.Supplier;

/**
 * The context that libtorch uses on a GPU; it stays as long as the process.
 *
 * @param device {@code CUdevice}
 * @param handle {@code CUcontext}
 */
record PrimaryContext(int device, Pointer handle) {
    /**
     * The one on a GPU.
     *
     * @param number of the GPU
     * @throws ModelException ENGINE if there is no driver, or it refuses
     */
    static PrimaryContext on(int number) {
        try {
            CudaDriverApi.check(CudaDriverApi.cuInit(0), "starting CUDA");
        } catch (LinkageError missing) {
            throw new ModelException(ModelException.Cause.ENGINE, "NVIDIA's driver cannot be used (libcuda.so.1 is not found, or has not "
                    + "the functions of CUDA 11): install it, or a newer one", missing);
        }
        IntByReference device = new IntByReference();
        CudaDriverApi.check(CudaDriverApi.cuDeviceGet(device, number), "asking for GPU " + number);
        PointerByReference context = new PointerByReference();
        CudaDriverApi.check(CudaDriverApi.cuDevicePrimaryCtxRetain(context, device.getValue()), "opening GPU " + number);
        return new PrimaryContext(device.getValue(), context.getValue());
    }

    /** Does something where this context is current, and leaves the thread as it was. */
    <T> T within(Supplier<T> action) {
        CudaDriverApi.check(CudaDriverApi.cuCtxPushCurrent_v2(handle), "choosing the GPU");
        try {
            return action.get();
        } finally {
            CudaDriverApi.cuCtxPopCurrent_v2(new PointerByReference());
        }
    }

    /** The same for what gives nothing back. */
    void run(Runnable action) {
        within(() -> {
            action.run();
            return handle;
        });
    }
}
