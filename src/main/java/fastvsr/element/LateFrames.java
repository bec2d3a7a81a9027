package fastvsr.element;

import fastvsr.gst.QosReport;
import java.util.List;

/** What becomes of frames that are too late for the network, and what the application hears of it. */
final class LateFrames {
    /** What QOS messages say of the quality of frames that went through the network, and of others. */
    private static final int BEST_QUALITY = 1_000_000;
    private static final int INTERPOLATED_QUALITY = 500_000;

    private final Interior interior;

    LateFrames(Interior interior) {
        this.interior = interior;
    }

    /** Drops a frame, unless it was flushed. It is counted before the end of the stream can leave. */
    void drop(QueuedFrame frame) {
        if (!interior.queue().areDropped(List.of(frame))) {
            interior.stats().countDropped();
            tell(frame, BEST_QUALITY);
            interior.queue().remove(frame);
        }
    }

    /** Counts a frame that was interpolated instead. */
    void tellInterpolated(QueuedFrame frame) {
        interior.stats().countInterpolated();
        tell(frame, INTERPOLATED_QUALITY);
    }

    private void tell(QueuedFrame frame, int quality) {
        var pts = frame.input().pts();
        var stats = interior.stats();
        var timeliness = interior.timeliness();
        interior.element().postQos(new QosReport(timeliness.isLive(), frame.runningNanos(), frame.arrival().segment().streamNanos(pts), pts,
                frame.input().duration(), timeliness.latenessNanos(frame, interior.window().shape()), timeliness.proportion(), quality,
                stats.framesOut(), stats.framesDropped()));
    }
}
