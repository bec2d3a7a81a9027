package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.VideoFrame;
import fastvsr.model.Picture;
import java.util.Optional;

/**
 * One frame on its way through the element.
 *
 * <p>Its copied input belongs to whoever takes it out of the window; its output belongs to the output queue, under
 * whose lock the two mutable fields are.
 */
final class QueuedFrame implements OutputQueue.Item {
    private final StreamFormat format;
    private final Buffer input;
    private final VideoFrame pixels;
    private final Picture picture;
    private Optional<Buffer> output = Optional.empty();
    private boolean isDropped;

    /** Takes over the buffer and its mapping. */
    QueuedFrame(StreamFormat format, Buffer input, VideoFrame pixels) {
        this.format = format;
        this.input = input;
        this.pixels = pixels;
        this.picture = Pictures.of(format.input(), pixels);
    }

    StreamFormat format() {
        return format;
    }

    /** The buffer that holds the input and what has to be said about the output. */
    Buffer input() {
        return input;
    }

    Picture picture() {
        return picture;
    }

    /** Gives the input's memory back. */
    void releaseInput() {
        pixels.close();
        input.close();
    }

    @Override
    public boolean isReady() {
        return output.isPresent();
    }

    boolean isDropped() {
        return isDropped;
    }

    /** Takes over the upscaled buffer; nobody gets it if the frame was dropped meanwhile. */
    void finish(Buffer upscaled) {
        if (isDropped) {
            upscaled.close();
        } else {
            output = Optional.of(upscaled);
        }
    }

    @Override
    public void drop() {
        isDropped = true;
        output.ifPresent(Buffer::close);
        output = Optional.empty();
    }

    /** The upscaled buffer, given away; the frame has left the queue. */
    Buffer takeOutput() {
        return output.orElseThrow();
    }
}
