package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** A GstAllocator that runs out of memory after a number of allocations. */
public final class FailingAllocator {
    interface Init extends Callback {
        void invoke(long target, long data);
    }

    interface Alloc extends Callback {
        long invoke(long allocator, long size, long params);
    }

    @C("offsetof(GstAllocatorClass, alloc)") private static final int CLASS_ALLOC = 184;

    static {
        Native.register(FailingAllocator.class, NativeLibrary.getInstance("libgstvideo-1.0.so.0"));
    }

    private static int left;
    private static final Alloc ALLOC = Callbacks.keep((allocator, size, params) ->
            left-- > 0 ? gst_allocator_alloc(0, size, params) : 0);
    private static final Init CLASS_INIT = Callbacks.keep((target, data) ->
            new Pointer(target).setPointer(CLASS_ALLOC, CallbackReference.getFunctionPointer(ALLOC)));
    private static final Init INSTANCE_INIT = Callbacks.keep((target, data) -> { });
    private static long type;

    private FailingAllocator() {
    }

    static native long gst_allocator_get_type();
    static native long gst_allocator_alloc(long allocator, long size, long params);
    static native long g_type_register_static_simple(long parent, String name, int classSize, Callback classInit,
            int instanceSize, Callback instanceInit, int flags);
    static native long g_object_new(long type, long end);

    /** Address of a new allocator that the caller owns; there is one budget for all. */
    static synchronized long after(int allocations) {
        if (type == 0) {
            try (var query = new Memory(Layout.TYPE_QUERY_SIZE)) {
                Gst.g_type_query(gst_allocator_get_type(), Pointer.nativeValue(query));
                type = g_type_register_static_simple(gst_allocator_get_type(), "FailingAllocator",
                        query.getInt(Layout.TYPE_QUERY_CLASS_SIZE), CLASS_INIT,
                        query.getInt(Layout.TYPE_QUERY_INSTANCE_SIZE), INSTANCE_INIT, 0);
            }
        }
        left = allocations;
        return g_object_new(type, 0);
    }
}
