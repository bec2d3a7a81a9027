package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.VideoFrame;
import fastvsr.model.Picture;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One frame on its way through the element.
 *
 * <p>Its input belongs to whoever takes it out of the window, and to whoever looks ahead at it; its output belongs to the
 * output queue, under whose lock the mutable fields are.
 */
final class QueuedFrame implements OutputQueue.Frame {
    private final StreamFormat format;
    private final Arrival arrival;
    private final Buffer input;
    private final VideoFrame pixels;
    private final Picture picture;
    private final AtomicInteger inputUsers = new AtomicInteger(1);
    private Optional<Buffer> output = Optional.empty();
    private boolean isDropped;
    private boolean isBehindHole;

    /** Takes over the buffer and its mapping. */
    QueuedFrame(StreamFormat format, Arrival arrival, Buffer input, VideoFrame pixels) {
        this.format = format;
        this.arrival = arrival;
        this.input = input;
        this.pixels = pixels;
        this.picture = Pictures.of(format.input(), pixels);
    }

    StreamFormat format() {
        return format;
    }

    Arrival arrival() {
        return arrival;
    }

    /** When it is to be shown, in nanoseconds of playing; empty if its timestamp does not tell. */
    OptionalLong runningNanos() {
        return arrival.segment().runningNanos(input.pts());
    }

    /** The buffer that holds the input and what has to be said about the output. */
    Buffer input() {
        return input;
    }

    Picture picture() {
        return picture;
    }

    /** Lets somebody look at the picture from the host, wherever it lies. */
    <T> T onHost(Function<VideoFrame, T> look) {
        if (!pixels.isOnGpu()) {
            return look.apply(pixels);
        }
        try (var copy = VideoFrame.readOnHost(format.input(), input).orElseThrow()) {
            return look.apply(copy);
        }
    }

    /** Somebody else will read the input too, and release it. */
    void shareInput() {
        inputUsers.incrementAndGet();
    }

    /** The input is not read any more; the last one who says so gives its memory back. */
    void releaseInput() {
        if (inputUsers.decrementAndGet() == 0) {
            pixels.close();
            input.close();
        }
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

    /** A frame before it is not to leave. */
    void followHole() {
        isBehindHole = true;
    }

    @Override
    public Buffer takeOutput() {
        var taken = output.orElseThrow();
        if (isBehindHole) {
            taken.markDiscontinuous();
        }
        return taken;
    }
}
