package fastvsr.gst;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Events that a test sends; whoever pushes one owns it. */
public final class SentEvent {
    @C("GST_FORMAT_TIME") private static final int TIME = 3;
    @C("GST_EVENT_CUSTOM_DOWNSTREAM") private static final int CUSTOM = 71686;
    @C("GST_EVENT_CUSTOM_DOWNSTREAM_OOB") private static final int OUT_OF_BAND = 74242;
    @C("GST_EVENT_CUSTOM_DOWNSTREAM_STICKY") private static final int STICKY = 76830;
    @C("GST_SEEK_FLAG_FLUSH") private static final int FLUSH = 1;
    @C("GST_SEEK_TYPE_SET") private static final int SET = 1;
    @C("GST_SEEK_TYPE_NONE") private static final int NONE = 0;

    static {
        Native.register(SentEvent.class, NativeLibrary.getInstance("libgstcheck-1.0.so.0"));
    }

    private SentEvent() {
    }

    static native int gst_segment_do_seek(long segment, double rate, int format, int flags, int startType, long start,
            int stopType, long stop, long update);
    static native long gst_event_new_seek(double rate, int format, int flags, int startType, long start, int stopType,
            long stop);
    static native long gst_event_new_custom(int type, long structure);

    public static Event streamStart(String id) {
        return new Event(Host.gst_event_new_stream_start(id));
    }

    public static Event caps(String text) {
        try (var caps = Host.caps(text)) {
            return Host.capsEvent(caps);
        }
    }

    /** A segment in time from {@code start} on, played at {@code rate}. */
    public static Event segment(double rate, long start) {
        long segment = Host.gst_segment_new();
        Host.gst_segment_init(segment, TIME);
        gst_segment_do_seek(segment, rate, TIME, 0, SET, start, SET, start + 1_000_000, 0);
        var event = new Event(Host.gst_event_new_segment(segment));
        Host.gst_segment_free(segment);
        return event;
    }

    public static Event tag(String title) {
        return new Event(Host.gst_event_new_tag(Host.gst_tag_list_new_from_string("taglist, title=(string)" + title)));
    }

    public static Event gap(long start) {
        return new Event(Host.gst_event_new_gap(start, 40));
    }

    /** An application's event that keeps its place between the frames. */
    public static Event custom(String name) {
        return new Event(gst_event_new_custom(CUSTOM, Gst.gst_structure_new_empty(name)));
    }

    /** An application's event that overtakes everything. */
    public static Event outOfBand(String name) {
        return new Event(gst_event_new_custom(OUT_OF_BAND, Gst.gst_structure_new_empty(name)));
    }

    /** An application's event that pads remember. */
    public static Event sticky(String name) {
        return new Event(gst_event_new_custom(STICKY, Gst.gst_structure_new_empty(name)));
    }

    /** A flushing seek. */
    public static Event seek(double rate, long start) {
        return new Event(gst_event_new_seek(rate, TIME, FLUSH, SET, start, NONE, -1));
    }

    public static Event flushStart() {
        return new Event(Host.gst_event_new_flush_start());
    }

    public static Event flushStop() {
        return new Event(Host.gst_event_new_flush_stop(1));
    }

    public static Event reconfigure() {
        return new Event(Host.gst_event_new_reconfigure());
    }

    /** Gives the event the sequence number of what caused it. */
    public static Event causedBy(int seqnum, Event event) {
        Gst.gst_event_set_seqnum(event.address(), seqnum);
        return event;
    }
}
