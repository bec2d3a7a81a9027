package fastvsr.element;

import fastvsr.gst.Element;
import fastvsr.gst.Pad;
import fastvsr.gst.QosReport;
import fastvsr.window.TemporalWindow;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the two pads and the worker share.
 *
 * @param element    the GstElement, for messages and logs
 * @param sink       where frames come in
 * @param source     where frames leave
 * @param window     frames that wait for the network
 * @param queue      what has to leave, in order
 * @param outputs    buffers that the network writes into
 * @param stats      what was done
 * @param settings   what the user wants
 * @param timeliness which frames are too late
 * @param isSizeOpen whether the output size has to be agreed upon again before the next frame
 * @param gpuMemory  whether frames may lie there
 * @param sizeLimit  which frames are too large
 */
record Interior(Element element, Pad sink, Pad source, TemporalWindow<QueuedFrame> window, OutputQueue queue,
                Outputs outputs, Stats stats, AtomicReference<Settings> settings, Timeliness timeliness,
                AtomicBoolean isSizeOpen, GpuMemory gpuMemory, SizeLimit sizeLimit) {
    /** What QOS messages say of the quality of frames that went through the network, and of others. */
    private static final int BEST_QUALITY = 1_000_000;
    private static final int INTERPOLATED_QUALITY = 500_000;

    /** Lets data flow. */
    void open() {
        outputs.setFlushing(false);
        queue.open();
        window.accept();
    }

    /** Stops data flow and wakes every thread that waits inside. */
    void refuse() {
        queue.flush();
        window.refuse();
        outputs.setFlushing(true);
    }

    /** Tells the application what upstream cannot tell any more, unless the worker has told the reason. */
    void tellOnce(int flow) {
        if (!queue.hasFailed()) {
            element.postFlowError(flow);
        }
    }

    /** Drops a frame that is too late, unless it was flushed. It is counted before the end of the stream can leave. */
    void dropLate(QueuedFrame frame) {
        if (!queue.areDropped(List.of(frame))) {
            stats.countDropped();
            tellLate(frame, BEST_QUALITY);
            queue.remove(frame);
        }
    }

    /** Counts a frame that was interpolated because it was too late. */
    void tellInterpolated(QueuedFrame frame) {
        stats.countInterpolated();
        tellLate(frame, INTERPOLATED_QUALITY);
    }

    private void tellLate(QueuedFrame frame, int quality) {
        var pts = frame.input().pts();
        element.postQos(new QosReport(timeliness.isLive(), frame.runningNanos(), frame.arrival().segment().streamNanos(pts), pts,
                frame.input().duration(), timeliness.latenessNanos(frame, window.shape()), timeliness.proportion(), quality,
                stats.framesOut(), stats.framesDropped()));
    }

    /** Drops every frame and every event but those that the source pad has to remember. */
    void drop(boolean rememberEvents) {
        window.flush().forEach(QueuedFrame::releaseInput);
        for (var event : queue.clear()) {
            boolean isKept = rememberEvents && event.isSticky() && !event.endsWithFlush();
            if (isKept) {
                source.remember(event);
            } else {
                event.close();
            }
        }
    }
}
