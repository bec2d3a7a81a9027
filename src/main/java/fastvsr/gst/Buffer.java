package fastvsr.gst;

import com.sun.jna.Pointer;
import java.util.OptionalLong;

/**
 * A reference to a GstBuffer, freed by {@link #close()}.
 *
 * @param address of the GstBuffer
 */
public record Buffer(long address) implements AutoCloseable {
    @C("GST_BUFFER_FLAG_DISCONT") static final int DISCONT = 1 << 6;
    @C("GST_BUFFER_COPY_METADATA") static final int COPY_METADATA = 7;

    /** Whether the stream is interrupted before this buffer. */
    public boolean isDiscontinuous() {
        return (new Pointer(address).getInt(Layout.MINI_OBJECT_FLAGS) & DISCONT) != 0;
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

    /** Copies timestamps, offsets, flags and metas; metas that describe memory stay with their memory. */
    public void describeLike(Buffer other) {
        Gst.gst_buffer_copy_into(address, other.address, COPY_METADATA, 0, -1);
    }

    /** Whether all bytes lie in one piece of memory. */
    public boolean isOnePiece() {
        return Gst.gst_buffer_n_memory(address) == 1;
    }

    @Override
    public void close() {
        Gst.gst_mini_object_unref(address);
    }
}
