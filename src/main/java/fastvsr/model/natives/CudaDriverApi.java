package fastvsr.model.natives;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import fastvsr.model.ModelException;

/** The functions of {@code cuda.h} that load and start kernels and copy, by their C names; the numbers are that header's. */
final class CudaDriverApi {
    static {
        Native.register(CudaDriverApi.class, NativeLibrary.getInstance("libcuda.so.1"));
    }

    static final int CUDA_ERROR_OUT_OF_MEMORY = 2;
    static final int CU_STREAM_NON_BLOCKING = 1;
    static final int CU_POINTER_ATTRIBUTE_CONTEXT = 1;
    static final int CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75;
    static final int CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76;

    private CudaDriverApi() {
    }

    static native int cuInit(int flags);
    static native int cuDeviceGet(IntByReference device, int ordinal);
    static native int cuDeviceGetAttribute(IntByReference value, int attribute, int device);
    static native int cuDevicePrimaryCtxRetain(PointerByReference context, int device);
    static native int cuCtxPushCurrent_v2(Pointer context);
    static native int cuCtxPopCurrent_v2(PointerByReference context);
    static native int cuModuleLoadData(PointerByReference module, Pointer image);
    static native int cuModuleGetFunction(PointerByReference function, Pointer module, String name);
    static native int cuLaunchKernel(Pointer function, int blocksX, int blocksY, int blocksZ, int threadsX, int threadsY,
            int threadsZ, int sharedBytes, Pointer stream, Pointer arguments, Pointer extra);
    static native int cuStreamCreate(PointerByReference stream, int flags);
    static native int cuStreamSynchronize(Pointer stream);
    static native int cuStreamDestroy_v2(Pointer stream);
    static native int cuPointerGetAttribute(PointerByReference value, int attribute, long address);
    static native int cuMemcpyPeerAsync(long to, Pointer toContext, long from, Pointer fromContext, long bytes, Pointer stream);
    static native int cuGetErrorString(int error, PointerByReference text);

    /**
     * Passes if a function has succeeded.
     *
     * @param what  was tried, in words that go before "failed"
     * @throws ModelException MEMORY if memory is full, else ENGINE
     */
    static void check(int result, String what) {
        if (result != 0) {
            PointerByReference text = new PointerByReference();
            String reason = cuGetErrorString(result, text) == 0 ? text.getValue().getString(0) : "unknown error";
            throw GpuLoss.in(result, reason).orElseGet(() -> new ModelException(result == CUDA_ERROR_OUT_OF_MEMORY ? ModelException.Cause.MEMORY : ModelException.Cause.ENGINE,
                    what + " failed: " + reason + " (CUDA error " + result + ")"));
        }
    }
}
