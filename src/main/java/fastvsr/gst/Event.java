package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A reference to a GstEvent; whoever handles or pushes it owns it from then on.
 *
 * @param address of the GstEvent
 */
public record Event(long address) implements AutoCloseable {
    @C("GST_EVENT_FLUSH_START") public static final int FLUSH_START = 2563;
    @C("GST_EVENT_FLUSH_STOP") public static final int FLUSH_STOP = 5127;
    @C("GST_EVENT_STREAM_START") public static final int STREAM_START = 10254;
    @C("GST_EVENT_CAPS") public static final int CAPS = 12814;
    @C("GST_EVENT_SEGMENT") public static final int SEGMENT = 17934;
    @C("GST_EVENT_EOS") public static final int EOS = 28174;
    @C("GST_EVENT_GAP") public static final int GAP = 40966;
    @C("GST_EVENT_SEGMENT_DONE") public static final int SEGMENT_DONE = 38406;
    @C("GST_EVENT_STREAM_GROUP_DONE") public static final int STREAM_GROUP_DONE = 26894;
    @C("GST_EVENT_QOS") public static final int QOS = 48641;
    @C("GST_EVENT_LATENCY") public static final int LATENCY = 56321;
    @C("GST_EVENT_NAVIGATION") public static final int NAVIGATION = 53761;
    @C("GST_EVENT_RECONFIGURE") public static final int RECONFIGURE = 61441;
    @C("GST_EVENT_TYPE_SERIALIZED") static final int SERIALIZED = 1 << 2;
    @C("GST_EVENT_TYPE_STICKY") static final int STICKY = 1 << 3;

    /**
     * What a QOS event says.
     *
     * @param proportion      how much slower than real time the stream is
     * @param differenceNanos how much too late the frame came; negative if it was early
     * @param runningNanos    when the frame was to be shown
     */
    public record Qos(double proportion, long differenceNanos, long runningNanos) {
    }

    /** A new end of stream. */
    public static Event endOfStream() {
        return new Event(Gst.gst_event_new_eos());
    }

    /** A new event that asks upstream to agree anew upon caps and buffers. */
    public static Event reconfigure() {
        return new Event(Gst.gst_event_new_reconfigure());
    }

    /** A new CAPS event. */
    public static Event of(Caps caps) {
        return new Event(Gst.gst_event_new_caps(caps.address()));
    }

    /** One of the constants above, or another GstEventType. */
    public int type() {
        return new Pointer(address).getInt(Layout.EVENT_TYPE);
    }

    /** Whether it keeps its place between the buffers. */
    public boolean isSerialized() {
        return (type() & SERIALIZED) != 0;
    }

    /** Whether pads remember it. */
    public boolean isSticky() {
        return (type() & STICKY) != 0;
    }

    /** Whether a flush ends what it says, though pads remember it otherwise. */
    public boolean endsWithFlush() {
        return type() == SEGMENT || type() == EOS;
    }

    /** The caps of a CAPS event, shared with the caller. */
    public Caps caps() {
        try (var out = new Memory(Long.BYTES)) {
            Gst.gst_event_parse_caps(address, Pointer.nativeValue(out));
            return new Caps(out.getLong(0)).share();
        }
    }

    /** The content of a QOS event. */
    public Qos qos() {
        try (var out = new Memory(3 * Long.BYTES)) {
            long at = Pointer.nativeValue(out);
            Gst.gst_event_parse_qos(address, 0, at, at + Long.BYTES, at + 2 * Long.BYTES);
            return new Qos(out.getDouble(0), out.getLong(Long.BYTES), out.getLong(2 * Long.BYTES));
        }
    }

    /** The latency that a LATENCY event tells of. */
    public long latencyNanos() {
        try (var out = new Memory(Long.BYTES)) {
            Gst.gst_event_parse_latency(address, Pointer.nativeValue(out));
            return out.getLong(0);
        }
    }

    /**
     * A navigation event whose pointer, if it has one, is where the other pad's picture has it; this event is given away.
     *
     * @param across places in a row of the other picture per place in a row of this one
     * @param down   the same for columns
     */
    public Event withPointerScaled(double across, double down) {
        long writable = Gst.gst_mini_object_make_writable(address);
        var content = new Structure(Gst.gst_event_writable_structure(writable));
        content.scale("pointer_x", across);
        content.scale("pointer_y", down);
        return new Event(writable);
    }

    /** A new CAPS event that continues this one's sequence number. */
    public Event forCaps(Caps caps) {
        var event = of(caps);
        Gst.gst_event_set_seqnum(event.address, new Pointer(address).getInt(Layout.EVENT_SEQNUM));
        return event;
    }

    @Override
    public void close() {
        Gst.gst_mini_object_unref(address);
    }
}
