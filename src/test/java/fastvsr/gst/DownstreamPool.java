package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool that downstream offers, whose rows begin at multiples of 64 bytes. */
public final class DownstreamPool implements AutoCloseable {
    interface Probe extends Callback {
        int invoke(long pad, long info, long data);
    }

    @C("GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM") private static final int QUERIES = 512;
    @C("GST_PAD_PROBE_TYPE_PUSH") private static final int PUSHED = 1 << 12;
    @C("GST_PAD_PROBE_OK") private static final int PASS_ON = 1;
    @C("GST_PAD_PROBE_HANDLED") private static final int HANDLED = 4;
    @C("offsetof(GstPadProbeInfo, data)") private static final int INFO_DATA = 16;
    @C("sizeof(GstVideoAlignment)") private static final int ALIGNMENT_SIZE = 32;
    @C("offsetof(GstVideoAlignment, stride_align)") private static final int STRIDE_ALIGN = 16;

    static {
        Native.register(DownstreamPool.class, NativeLibrary.getInstance("libgstvideo-1.0.so.0"));
    }

    private final AtomicInteger asked = new AtomicInteger();
    private final long pool = Gst.gst_video_buffer_pool_new();
    private final int most;
    private final Probe probe = Callbacks.keep((pad, info, data) -> answer(new Query(new Pointer(info).getLong(INFO_DATA))));

    /**
     * A pool that is offered by whoever is behind a source pad.
     *
     * @param most buffers that it has at most; 0 for no limit
     */
    DownstreamPool(long sourcePad, int most) {
        this.most = most;
        long peer = Tap.gst_pad_get_peer(sourcePad);
        Tap.gst_pad_add_probe(peer, QUERIES | PUSHED, probe, 0, 0);
        Gst.gst_object_unref(peer);
    }

    static native void gst_buffer_pool_config_set_video_alignment(long config, long alignment);

    private int answer(Query query) {
        if (query.type() != Query.ALLOCATION) {
            return PASS_ON;
        }
        asked.incrementAndGet();
        try (var caps = query.allocationCaps().orElseThrow()) {
            int bytes = (int) VideoInfo.of(caps).orElseThrow().bytes();
            align(caps, bytes);
            Gst.gst_query_add_allocation_pool(query.address(), pool, bytes, 1, most);
            Gst.gst_query_add_allocation_meta(query.address(), Gst.gst_video_meta_api_get_type(), 0);
        }
        return HANDLED;
    }

    private void align(Caps caps, int bytes) {
        long config = Gst.gst_buffer_pool_get_config(pool);
        Gst.gst_buffer_pool_config_set_params(config, caps.address(), bytes, 1, most);
        Gst.gst_buffer_pool_config_add_option(config, "GstBufferPoolOptionVideoMeta");
        Gst.gst_buffer_pool_config_add_option(config, "GstBufferPoolOptionVideoAlignment");
        try (var alignment = new Memory(ALIGNMENT_SIZE)) {
            alignment.clear();
            for (int plane = 0; plane < 4; plane++) {
                alignment.setInt(STRIDE_ALIGN + 4L * plane, 63);
            }
            gst_buffer_pool_config_set_video_alignment(config, Pointer.nativeValue(alignment));
        }
        Gst.gst_buffer_pool_set_config(pool, config);
    }

    /** How often it was asked for. */
    public int asked() {
        return asked.get();
    }

    public long address() {
        return pool;
    }

    @Override
    public void close() {
        Gst.gst_object_unref(pool);
    }
}
