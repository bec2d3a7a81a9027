package fastvsr.gst;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Memory behind a file descriptor that cannot be mapped, as that of some devices. */
final class UnreadableMemory {
    static {
        Native.register(UnreadableMemory.class, NativeLibrary.getInstance("libgstallocators-1.0.so.0"));
    }

    private UnreadableMemory() {
    }

    static native long gst_fd_allocator_new();
    static native long gst_fd_allocator_alloc(long allocator, int file, long size, int flags);
    static native long gst_buffer_new();
    static native void gst_buffer_append_memory(long buffer, long memory);
    static native int open(String path, int flags);

    /** Address of a new buffer that the caller owns. */
    static long buffer(int bytes) {
        long allocator = gst_fd_allocator_new();
        long buffer = gst_buffer_new();
        gst_buffer_append_memory(buffer, gst_fd_allocator_alloc(allocator, open("/dev/null", 0), bytes, 0)); // which closes the file
        Gst.gst_object_unref(allocator);
        return buffer;
    }
}
