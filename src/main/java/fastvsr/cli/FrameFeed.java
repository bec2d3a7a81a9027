package fastvsr.cli;

import java.nio.ByteBuffer;
import org.freedesktop.gstreamer.Buffer;
import org.freedesktop.gstreamer.FlowReturn;
import org.freedesktop.gstreamer.elements.AppSrc;

/** Feeds a pipeline with frames, 25 of them a second of its time. */
final class FrameFeed {
    private static final long FRAME_NANOS = 40_000_000;

    private final AppSrc source;
    private int frames;

    /** Feeds the appsrc of that name. */
    FrameFeed(HostPipeline pipeline, String name) {
        this.source = (AppSrc) pipeline.element(name);
    }

    /** Copies the next frame into the pipeline; false if that takes none any more, for a reason that its end tells. */
    boolean add(ByteBuffer picture) {
        Buffer buffer = new Buffer(picture.remaining());
        buffer.map(true).put(picture.duplicate());
        buffer.unmap();
        buffer.setPresentationTimestamp(frames * FRAME_NANOS);
        buffer.setDuration(FRAME_NANOS);
        frames++;
        return source.pushBuffer(buffer) == FlowReturn.OK;
    }

    /** There are no more frames. */
    void end() {
        source.endOfStream();
    }
}
