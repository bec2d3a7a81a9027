package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.OptionalLong;

/** What the timestamps of a stretch of stream mean (GstSegment). */
public final class Segment {
    @C("GST_FORMAT_UNDEFINED") private static final int UNDEFINED = 0;
    @C("GST_FORMAT_TIME") private static final int TIME = 3;

    private final Memory segment = new Memory(Layout.SEGMENT_SIZE);

    private Segment() {
    }

    /** Before any SEGMENT event: timestamps mean nothing. */
    public static Segment none() {
        var segment = new Segment();
        Gst.gst_segment_init(segment.address(), UNDEFINED);
        return segment;
    }

    /** The segment of a SEGMENT event. */
    public static Segment of(Event event) {
        var segment = new Segment();
        Gst.gst_event_copy_segment(event.address(), segment.address());
        return segment;
    }

    /** When a frame is to be shown, in nanoseconds of playing; empty for frames outside the segment. */
    public OptionalLong runningNanos(OptionalLong pts) {
        return pts.isEmpty() || !isInTime() ? OptionalLong.empty()
                : Nanos.known(Gst.gst_segment_to_running_time(address(), TIME, pts.getAsLong()));
    }

    /** Where a frame lies in its stream, in nanoseconds; empty for frames outside the segment. */
    public OptionalLong streamNanos(OptionalLong pts) {
        return pts.isEmpty() || !isInTime() ? OptionalLong.empty()
                : Nanos.known(Gst.gst_segment_to_stream_time(address(), TIME, pts.getAsLong()));
    }

    private boolean isInTime() {
        return segment.getInt(Layout.SEGMENT_FORMAT) == TIME;
    }

    private long address() {
        return Pointer.nativeValue(segment);
    }
}
