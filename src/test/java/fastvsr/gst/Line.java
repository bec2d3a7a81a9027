package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.time.Duration;

/** A pipeline from one gst-launch line, in this process. */
public final class Line implements AutoCloseable {
    @C("GST_MESSAGE_EOS") private static final int EOS = 1;
    private static final int PLAYING = 4;
    private static final int NULL = 1;

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
        long message = Host.gst_bus_timed_pop_filtered(bus, 30_000_000_000L, EOS | Element.ERROR);
        if (message == 0) {
            throw new AssertionError("the stream did not end within 30 seconds");
        }
        try {
            int type = new Pointer(message).getInt(Layout.EVENT_TYPE); // behind GstMiniObject, as in GstEvent
            if (type != EOS) {
                throw new AssertionError("the pipeline failed");
            }
            return Duration.ofNanos(System.nanoTime() - start);
        } finally {
            Gst.gst_mini_object_unref(message);
        }
    }

    /** A property of type structure of a named element, as text. */
    public String structure(String element, String property) {
        long found = Host.gst_bin_get_by_name(pipeline, element);
        try (var value = new Value.Own(Host.gst_structure_get_type())) {
            Host.g_object_get_property(found, property, value.address());
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
