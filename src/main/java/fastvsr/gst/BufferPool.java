package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Optional;
import java.util.function.Supplier;

/** An active GstBufferPool whose buffers return to it when their last reference goes. */
public final class BufferPool implements Lender {
    private static final String VIDEO_META = "GstBufferPoolOptionVideoMeta";

    private final long address;
    private final long bytes;

    private BufferPool(long address, long bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    /** A pool in system memory with the default strides and as many buffers as are asked for. */
    public static BufferPool inSystemMemory(Caps caps, VideoInfo picture) {
        try (var offer = AllocationOffer.none()) {
            return own(caps, picture, Gst.gst_video_buffer_pool_new(), offer);
        }
    }

    /**
     * The pool that the peer of a source pad offers, or one of our own with the peer's allocator; where the peer offers
     * neither, what somebody else makes, if anything.
     *
     * <p>The peer's pool is refused if it cannot lend {@code needed} buffers at once, cuts them in pieces, or makes them in
     * another kind of memory.
     *
     * @param pad     source pad that has sent the caps
     * @param caps    caps of the buffers
     * @param picture the same, parsed
     * @param needed  buffers that are held at the same time
     * @param context where pictures lie that lie in the memory of a GPU
     * @param other   what somebody else makes, of pictures on the host
     */
    public static Lender negotiated(Pad pad, Caps caps, VideoInfo picture, int needed, CudaContext context,
            Supplier<Optional<Lender>> other) {
        try (var offer = AllocationOffer.ask(pad, caps); var nothing = AllocationOffer.none()) {
            if (picture.isOnGpu()) {
                return theirs(caps, picture, offer, needed).orElseGet(() -> own(caps, picture, context.newPool(), nothing));
            }
            return theirs(caps, picture, offer, needed).<Lender>map(pool -> pool)
                    .or(() -> offer.hasMemory() ? Optional.empty() : other.get())
                    .or(() -> active(Gst.gst_video_buffer_pool_new(), caps, picture, offer.unlimited()))
                    .orElseGet(() -> own(caps, picture, Gst.gst_video_buffer_pool_new(), nothing));
        }
    }

    private static Optional<BufferPool> theirs(Caps caps, VideoInfo picture, AllocationOffer offer, int needed) {
        if (!offer.hasPoolFor(needed)) {
            return Optional.empty();
        }
        var pool = active(Gst.gst_object_ref(offer.pool()), caps, picture, offer.limits());
        if (pool.isPresent() && !pool.get().lendsFitting(picture)) {
            pool.get().close();
            return Optional.empty();
        }
        return pool;
    }

    private static BufferPool own(Caps caps, VideoInfo picture, long address, AllocationOffer offer) {
        return active(address, caps, picture, offer.unlimited())
                .orElseThrow(() -> lackOf(picture.bytes()));
    }

    /** Takes over the reference to the pool. */
    private static Optional<BufferPool> active(long address, Caps caps, VideoInfo picture,
            AllocationOffer.Limits limits) {
        var pool = new BufferPool(address, picture.bytes());
        if (pool.configure(caps, picture, limits)) {
            return Optional.of(pool);
        }
        pool.close();
        return Optional.empty();
    }

    private boolean configure(Caps caps, VideoInfo picture, AllocationOffer.Limits limits) {
        long config = Gst.gst_buffer_pool_get_config(address);
        int size = (int) Math.max(Integer.toUnsignedLong(limits.size()), picture.bytes());
        Gst.gst_buffer_pool_config_set_params(config, caps.address(), size, limits.min(), limits.max());
        Gst.gst_buffer_pool_config_set_allocator(config, limits.allocator(), limits.params());
        if (limits.takesStrides()) {
            Gst.gst_buffer_pool_config_add_option(config, VIDEO_META);
        }
        return Gst.gst_buffer_pool_set_config(address, config) != 0
                && Gst.gst_buffer_pool_set_active(address, 1) != 0;
    }

    private boolean lendsFitting(VideoInfo picture) {
        long taken = take();
        if (taken <= Flow.OK) {
            return false;
        }
        try (var buffer = new Buffer(taken)) {
            return picture.isOnGpu() ? buffer.isOnGpu() : buffer.isOnePiece();
        }
    }

    @Override
    public Optional<Buffer> acquire() {
        long taken = take();
        if (taken < Flow.OK && taken != Flow.FLUSHING) {
            throw lackOf(bytes);
        }
        return taken > Flow.OK ? Optional.of(new Buffer(taken)) : Optional.empty();
    }

    /** Address of a buffer, or a negative value of {@link Flow}. */
    private long take() {
        try (var out = new Memory(Long.BYTES)) {
            int flow = Gst.gst_buffer_pool_acquire_buffer(address, Pointer.nativeValue(out), 0);
            return flow == Flow.OK ? out.getLong(0) : flow;
        }
    }

    private static AllocationException lackOf(long bytes) {
        return new AllocationException("There is no memory for one more picture of " + bytes
                + " bytes: choose a smaller group-length or scale the video down first.");
    }

    @Override
    public void setFlushing(boolean flushing) {
        Gst.gst_buffer_pool_set_flushing(address, flushing ? 1 : 0);
    }

    @Override
    public void close() {
        Gst.gst_buffer_pool_set_active(address, 0);
        Gst.gst_object_unref(address);
    }
}
