package fastvsr.gst;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * The functions of GStreamer's library for CUDA that the element needs, by their C names ({@code gst/cuda/}, GStreamer 1.22
 * and newer); types are those of {@link Gst}.
 */
final class GstCuda {
    /** GST_CUDA_CONTEXT_TYPE of gstcudacontext.h. */
    static final String CONTEXT_TYPE = "gst.cuda.context";
    /** GST_CAPS_FEATURE_MEMORY_CUDA_MEMORY of gstcudamemory.h. */
    static final String MEMORY_FEATURE = "memory:CUDAMemory";

    private static final NativeLibrary LIBRARY = NativeLibrary.getInstance("libgstcuda-1.0.so.0");

    static {
        Native.register(GstCuda.class, LIBRARY);
    }

    private static final Optional<Function> MEMORY_SYNC = find("gst_cuda_memory_sync");

    private GstCuda() {
    }

    static native int gst_cuda_load_library();
    static native void gst_cuda_memory_init_once();
    static native int gst_is_cuda_memory(long memory);
    static native int gst_cuda_ensure_element_context(long element, int device, long place);
    static native int gst_cuda_handle_set_context(long element, long context, int device, long place);
    static native int gst_cuda_handle_context_query(long element, long query, long context);
    static native long gst_cuda_buffer_pool_new(long context);

    /** Waits until a memory has been written; up to GStreamer 1.22 whoever writes it waits. */
    static void sync(long memory) {
        MEMORY_SYNC.ifPresent(function -> function.invokeVoid(new Object[] {memory}));
    }

    private static Optional<Function> find(String name) {
        try {
            return Optional.of(LIBRARY.getFunction(name));
        } catch (UnsatisfiedLinkError older) {
            return Optional.empty();
        }
    }
}
