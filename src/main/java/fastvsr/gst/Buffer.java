package fastvsr.gst;

import com.sun.jna.Pointer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reference to a GstBuffer, freed by {@link #close()}.
 *
 * @param address of the GstBuffer
 */
public record Buffer(long address) implements AutoCloseable {
    @C("GST_BUFFER_FLAG_DISCONT") static final int DISCONT = 1 << 6;
    /** Without metas that keep the memory of another buffer from its owner (memory-reference, as GstParentBufferMeta). */
    @C("GST_BUFFER_COPY_METADATA | GST_BUFFER_COPY_DEEP") static final int COPY_METADATA = 39;
    @C("GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS") static final int COPY_TIMING = 3;

    /**
     * The part of the picture that is meant.
     *
     * @param x      first column
     * @param y      first row
     * @param width  columns
     * @param height rows
     */
    public record Crop(int x, int y, int width, int height) {
    }

    /** Whether the stream is interrupted before this buffer. */
    public boolean isDiscontinuous() {
        return (new Pointer(address).getInt(Layout.MINI_OBJECT_FLAGS) & DISCONT) != 0;
    }

    /** One more reference to the same buffer, which nobody may write to meanwhile. */
    public Buffer share() {
        return new Buffer(Gst.gst_mini_object_ref(address));
    }

    /** A buffer of its own that holds the same, in the same kind of memory. */
    public Buffer copy() {
        long copy = Gst.gst_buffer_copy_deep(address);
        if (copy == 0 || Gst.gst_buffer_n_memory(copy) == 0) {
            throw new AllocationException("There is no memory for a copy of a picture: choose a smaller group-length or scale the"
                    + " video down first.");
        }
        return new Buffer(copy);
    }

    /** Address of the pool that it returns to, or 0. */
    long pool() {
        return new Pointer(address).getLong(Layout.BUFFER_POOL);
    }

    /** Tells downstream that the stream is interrupted before this buffer, which nobody else holds yet. */
    public void markDiscontinuous() {
        var fields = new Pointer(address);
        fields.setInt(Layout.MINI_OBJECT_FLAGS, fields.getInt(Layout.MINI_OBJECT_FLAGS) | DISCONT);
    }

    /** Presentation timestamp in nanoseconds. */
    public OptionalLong pts() {
        return Nanos.known(new Pointer(address).getLong(Layout.BUFFER_PTS));
    }

    /** Duration in nanoseconds. */
    public OptionalLong duration() {
        return Nanos.known(new Pointer(address).getLong(Layout.BUFFER_DURATION));
    }

    /** Copies timestamps, offsets, flags and metas; metas that describe memory or keep it from its owner stay with it. */
    public void describeLike(Buffer other) {
        Gst.gst_buffer_copy_into(address, other.address, COPY_METADATA, 0, -1);
    }

    /** Copies the same from a buffer with the same picture in another size: metas that depend on that are scaled. */
    public void describeScaled(VideoInfo info, Buffer other, VideoInfo otherInfo) {
        Gst.gst_buffer_copy_into(address, other.address, COPY_TIMING, 0, -1);
        Metas.copyScaled(other, otherInfo, this, info);
    }

    /** The part that a GstVideoCropMeta leaves of the picture; empty without one. */
    public Optional<Crop> crop() {
        long meta = Gst.gst_buffer_get_meta(address, Gst.gst_video_crop_meta_api_get_type());
        if (meta == 0) {
            return Optional.empty();
        }
        var fields = new Pointer(meta).getIntArray(Layout.CROP_X, 4);
        return Optional.of(new Crop(fields[0], fields[1], fields[2], fields[3]));
    }

    /** Bytes of all its memory. */
    public long bytes() {
        return Gst.gst_buffer_get_size(address);
    }

    /** Whether all bytes lie in one piece of memory. */
    public boolean isOnePiece() {
        return Gst.gst_buffer_n_memory(address) == 1;
    }

    /** Whether its bytes lie in the memory of a GPU; only where {@link CudaContext#isSupported()}. */
    public boolean isOnGpu() {
        return isOnePiece() && GstCuda.gst_is_cuda_memory(memory()) != 0;
    }

    /** Address of its GstMemory, of a buffer in one piece. */
    long memory() {
        return Gst.gst_buffer_peek_memory(address, 0);
    }

    @Override
    public void close() {
        Gst.gst_mini_object_unref(address);
    }
}
