package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * A GstQuery that somebody lends to be answered.
 *
 * @param address of the GstQuery
 */
public record Query(long address) {
    @C("GST_QUERY_LATENCY") public static final int LATENCY = 7683;
    @C("GST_QUERY_ALLOCATION") public static final int ALLOCATION = 35846;
    @C("GST_QUERY_CAPS") public static final int CAPS = 43523;
    @C("GST_QUERY_CONTEXT") public static final int CONTEXT = 48643;
    @C("GST_QUERY_TYPE_SERIALIZED") static final int SERIALIZED = 1 << 2;

    /**
     * The answer to a LATENCY query.
     *
     * @param isLive   whether a live source is upstream
     * @param minNanos time that data needs at least from its capture to here
     * @param maxNanos time that it may wait at most, or {@link #NO_LIMIT}
     */
    public record Latency(boolean isLive, long minNanos, long maxNanos) {
        public static final long NO_LIMIT = -1; // GST_CLOCK_TIME_NONE
    }

    /** A new LATENCY query, which the caller has to {@link #close()}. */
    static Query forLatency() {
        return new Query(Gst.gst_query_new_latency());
    }

    /** One of the constants above, or another GstQueryType. */
    public int type() {
        return new Pointer(address).getInt(Layout.QUERY_TYPE);
    }

    /** Whether it keeps its place between the buffers. */
    public boolean isSerialized() {
        return (type() & SERIALIZED) != 0;
    }

    /** The filter of a CAPS query, shared with the caller. */
    public Optional<Caps> filter() {
        try (var out = new Memory(Long.BYTES)) {
            Gst.gst_query_parse_caps(address, Pointer.nativeValue(out));
            long filter = out.getLong(0);
            return filter == 0 ? Optional.empty() : Optional.of(new Caps(filter).share());
        }
    }

    /** Answers a CAPS query. */
    public void answer(Caps caps) {
        Gst.gst_query_set_caps_result(address, caps.address());
    }

    /** What the LATENCY query holds so far. */
    public Latency latency() {
        try (var out = new Memory(3 * Long.BYTES)) {
            out.clear();
            long at = Pointer.nativeValue(out);
            Gst.gst_query_parse_latency(address, at, at + Long.BYTES, at + 2 * Long.BYTES);
            return new Latency(out.getInt(0) != 0, out.getLong(Long.BYTES), out.getLong(2 * Long.BYTES));
        }
    }

    /** Frees a query of our own. */
    void close() {
        Gst.gst_mini_object_unref(address);
    }

    /** Answers a LATENCY query. */
    public void answer(Latency latency) {
        Gst.gst_query_set_latency(address, latency.isLive ? 1 : 0, latency.minNanos, latency.maxNanos);
    }

    /** The caps of an ALLOCATION query, shared with the caller; empty if whoever asks does not know them. */
    public Optional<Caps> allocationCaps() {
        try (var out = new Memory(Long.BYTES)) {
            Gst.gst_query_parse_allocation(address, Pointer.nativeValue(out), 0);
            long caps = out.getLong(0);
            return caps == 0 ? Optional.empty() : Optional.of(new Caps(caps).share());
        }
    }

    /** Whether whoever answered an ALLOCATION query reads any strides (GstVideoMeta). */
    public boolean welcomesStrides() {
        return Gst.gst_query_find_allocation_meta(address, Gst.gst_video_meta_api_get_type(), 0) != 0;
    }

    /** Answers an ALLOCATION query: any strides are welcome, and a pool is offered that begins with so many buffers. */
    public void welcomeStrides(VideoInfo picture, LentPool pool, int buffers) {
        Gst.gst_query_add_allocation_pool(address, pool.address(), Math.toIntExact(picture.bytes()), buffers, 0);
        Gst.gst_query_add_allocation_meta(address, Gst.gst_video_meta_api_get_type(), 0);
    }
}
