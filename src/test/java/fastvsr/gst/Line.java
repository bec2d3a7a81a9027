package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A pipeline from one gst-launch line, in this process. */
public final class Line implements AutoCloseable {
    /** Called for what passes a pad. */
    interface Probe extends Callback {
        int invoke(long pad, long info, long data);
    }

    @C("GST_MESSAGE_EOS") private static final int EOS = 1;
    @C("GST_MESSAGE_SEGMENT_DONE") private static final int SEGMENT_DONE = 1 << 17;
    @C("GST_PAD_PROBE_TYPE_BUFFER") private static final int BUFFERS = 16;
    @C("offsetof(GstPadProbeInfo, data)") private static final int PROBED = 16;
    @C("GST_PAD_PROBE_OK") private static final int PASS = 1;
    @C("GST_FORMAT_TIME") private static final int TIME = 3;
    @C("GST_SEEK_TYPE_SET") private static final int SET = 1;
    @C("GST_SEEK_FLAG_FLUSH") public static final int FLUSH = 1;
    @C("GST_SEEK_FLAG_ACCURATE") public static final int ACCURATE = 2;
    @C("GST_SEEK_FLAG_KEY_UNIT") public static final int KEY_UNIT = 4;
    @C("GST_SEEK_FLAG_SEGMENT") public static final int SEGMENT = 8;
    private static final int PLAYING = 4;
    private static final int PAUSED = 3;
    private static final int NULL = 1;

    private final BlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    private final Probe probe = Callbacks.keep((pad, info, data) -> {
        arrived.add(new Pointer(new Pointer(info).getLong(PROBED)).getLong(Layout.BUFFER_PTS));
        return PASS;
    });
    private final long pipeline;
    private final long bus;

    public Line(String description) {
        try (var error = new Memory(Long.BYTES)) {
            error.clear();
            pipeline = Host.gst_parse_launch(description, Pointer.nativeValue(error));
            if (pipeline == 0 || error.getLong(0) != 0) {
                throw new AssertionError(description + ": " + error.getPointer(0).getPointer(8).getString(0));
            }
        }
        bus = Host.gst_element_get_bus(pipeline);
    }

    /** Plays to the end of the stream. Returns how long that took; 30 seconds at most. */
    public Duration play() {
        long start = System.nanoTime();
        Host.gst_element_set_state(pipeline, PLAYING);
        await(EOS);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Plays until the source has come to the end of the segment that a segment seek has asked for. */
    public void playSegment() {
        Host.gst_element_set_state(pipeline, PLAYING);
        await(SEGMENT_DONE);
    }

    /** Waits until the first frame has reached the sink, and stops there. */
    public void pause() {
        Host.gst_element_set_state(pipeline, PAUSED);
        Host.gst_element_get_state(pipeline, 0, 0, -1);
    }

    /** Seeks to a stretch of the stream, in nanoseconds. */
    public void seek(double rate, int flags, long start, long stop) {
        if (Host.gst_element_seek(pipeline, rate, TIME, flags, SET, start, SET, stop) == 0) {
            throw new AssertionError("the seek was refused");
        }
    }

    /** Notes the timestamps of all frames that reach a named element. */
    public void watch(String element) {
        long found = Host.gst_bin_get_by_name(pipeline, element);
        long pad = Host.gst_element_get_static_pad(found, "sink");
        Host.gst_pad_add_probe(pad, BUFFERS, probe, 0, 0);
        Gst.gst_object_unref(pad);
        Gst.gst_object_unref(found);
    }

    /** The timestamps noted since the last call. */
    public List<Long> arrived() {
        var timestamps = new ArrayList<Long>();
        arrived.drainTo(timestamps);
        return timestamps;
    }

    /** The next timestamps; waits ten seconds for each. */
    public List<Long> arrived(int count) throws InterruptedException {
        var timestamps = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            var next = arrived.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("only " + timestamps + " arrived");
            }
            timestamps.add(next);
        }
        return timestamps;
    }

    private void await(int wanted) {
        long message = Host.gst_bus_timed_pop_filtered(bus, 30_000_000_000L, wanted | Element.ERROR);
        if (message == 0) {
            throw new AssertionError("the stream did not end within 30 seconds");
        }
        try {
            int type = new Pointer(message).getInt(Layout.EVENT_TYPE); // behind GstMiniObject, as in GstEvent
            if (type != wanted) {
                throw new AssertionError("the pipeline failed");
            }
        } finally {
            Gst.gst_mini_object_unref(message);
        }
    }

    /** Sets a property of a named element from text, as gst-launch does. */
    public void set(String element, String property, String value) {
        long found = Host.gst_bin_get_by_name(pipeline, element);
        Host.gst_util_set_object_arg(found, property, value);
        Gst.gst_object_unref(found);
    }

    /** A property of type structure of a named element, as text. */
    public String structure(String element, String property) {
        long found = Host.gst_bin_get_by_name(pipeline, element);
        try (var value = new Value.Own(Host.gst_structure_get_type())) {
            Gst.g_object_get_property(found, property, value.address());
            long text = Host.gst_value_serialize(value.address());
            String copy = new Pointer(text).getString(0, "UTF-8");
            Gst.g_free(text);
            return copy.replace("\\", "");
        } finally {
            Gst.gst_object_unref(found);
        }
    }

    @Override
    public void close() {
        Host.gst_element_set_state(pipeline, NULL);
        Gst.gst_object_unref(bus);
        Gst.gst_object_unref(pipeline);
    }
}
