package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The CUDA context in which an element and its neighbours keep their pictures (GstCudaContext), once one is found. */
public final class CudaContext implements AutoCloseable {
    private static final String DRIVER = "libcuda.so.1";

    /** Loaded when somebody asks: on machines without a GPU nobody needs what the library needs. */
    private static final class Support {
        private static final boolean IS_THERE = find();

        private static boolean find() {
            try {
                NativeLibrary.getInstance(DRIVER);
                return GstCuda.gst_cuda_load_library() != 0;
            } catch (LinkageError absent) {
                return false;
            }
        }
    }

    private final Element element;
    private final Memory place = new Memory(Long.BYTES); // a GstCudaContext *

    public CudaContext(Element element) {
        this.element = element;
        place.clear();
    }

    /** Whether NVIDIA's driver and GStreamer's library for CUDA are there. */
    public static boolean isSupported() {
        return Support.IS_THERE;
    }

    /** Hears of a GstContext that somebody gives to the element; only one of this GPU is taken, and only the first. */
    public void hear(long context, int gpu) {
        if (Gst.gst_context_has_context_type(context, GstCuda.CONTEXT_TYPE) != 0 && isSupported()) {
            GstCuda.gst_cuda_handle_set_context(element.address(), context, gpu, at());
        }
    }

    /**
     * Asks neighbours, bins and the application for their context of a GPU, or makes one, in place of one of another GPU; false if that
     * is not possible.
     */
    public boolean find(int gpu) {
        GstCuda.gst_cuda_memory_init_once();
        closeUnlessOn(gpu);
        return GstCuda.gst_cuda_ensure_element_context(element.address(), gpu, at()) != 0;
    }

    private synchronized void closeUnlessOn(int gpu) {
        if (isFound() && gpu() != gpu) {
            close();
        }
    }

    /** Number of the GPU of a context that is found. */
    private int gpu() {
        try (var number = new Value.Own(Value.UINT)) {
            Gst.g_object_get_property(address(), "cuda-device-id", number.address());
            return new Value(number.address()).unsigned();
        }
    }

    public boolean isFound() {
        return address() != 0;
    }

    /** Answers a CONTEXT query of a neighbour, if it is after a CUDA context and one is found. */
    public synchronized boolean answer(Query query) {
        return isFound() && GstCuda.gst_cuda_handle_context_query(element.address(), query.address(), address()) != 0;
    }

    /** Address of a new GstBufferPool whose buffers lie in the memory of the GPU. */
    synchronized long newPool() {
        if (!isFound()) {
            throw new IllegalStateException("nobody has found a CUDA context");
        }
        return GstCuda.gst_cuda_buffer_pool_new(address());
    }

    private long address() {
        return place.getLong(0);
    }

    private long at() {
        return Pointer.nativeValue(place);
    }

    /** Forgets the context; another may be found. */
    @Override
    public synchronized void close() {
        if (isFound()) {
            Gst.gst_object_unref(address());
            place.clear();
        }
    }
}
