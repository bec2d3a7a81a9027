package fastvsr.element;

import fastvsr.gst.Element;
import fastvsr.gst.Pad;
import fastvsr.window.TemporalWindow;
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
