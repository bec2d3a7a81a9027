package fastvsr.gst;

/** A GstBufferPool that upstream may take its buffers from; upstream starts and stops it. */
public final class LentPool implements AutoCloseable {
    private final long address;

    private LentPool(long address) {
        this.address = address;
    }

    /** A pool in the picture's kind of memory that grows as needed. */
    public static LentPool of(Caps caps, VideoInfo picture, int buffers, CudaContext context) {
        long address = picture.isOnGpu() ? context.newPool() : Gst.gst_video_buffer_pool_new();
        long config = Gst.gst_buffer_pool_get_config(address);
        Gst.gst_buffer_pool_config_set_params(config, caps.address(), Math.toIntExact(picture.bytes()), buffers, 0);
        Gst.gst_buffer_pool_set_config(address, config);
        return new LentPool(address);
    }

    /** Whether a buffer comes from this pool: then it may be kept, for another will be made for upstream. */
    public boolean owns(Buffer buffer) {
        return buffer.pool() == address;
    }

    long address() {
        return address;
    }

    /** Upstream keeps it as long as it needs it. */
    @Override
    public void close() {
        Gst.gst_object_unref(address);
    }
}
