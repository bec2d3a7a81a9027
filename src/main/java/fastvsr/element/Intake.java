package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.BufferPool;
import fastvsr.gst.Caps;
import fastvsr.gst.Element;
import fastvsr.gst.ErrorKind;
import fastvsr.gst.VideoFrame;
import java.util.Optional;

/** Copies upstream's buffers, or refuses those that are not what their caps say; for upstream's streaming thread. */
final class Intake {
    private final Element element;
    private Optional<BufferPool> copies = Optional.empty();

    Intake(Element element) {
        this.element = element;
    }

    /** Gets ready for buffers of these caps. */
    void open(Caps caps, StreamFormat format) {
        close();
        copies = Optional.of(BufferPool.inSystemMemory(caps, format.input()));
    }

    /** Frees what is not in use any more. */
    void close() {
        copies.ifPresent(BufferPool::close);
        copies = Optional.empty();
    }

    /** A copy of a buffer with everything that it says; empty if an error was posted instead. */
    Optional<QueuedFrame> copy(Buffer buffer, StreamFormat format, Arrival arrival) {
        var crop = buffer.crop();
        if (crop.isPresent() && !isWhole(crop.get(), format)) {
            return refuse("A buffer asks to be cropped to " + crop.get() + ", which is not done here: add videocrop before"
                    + " fastvsr.", "GstVideoCropMeta");
        }
        var source = VideoFrame.read(format.input(), buffer);
        if (source.isEmpty()) {
            return refuse("A buffer is smaller than its caps say: check the element before fastvsr.", "cannot be mapped");
        }
        try (var pixels = source.get()) {
            return pixels.isComplete() ? Optional.of(copied(buffer, pixels, format, arrival))
                    : refuse("The strides of a buffer do not fit its size: check the element before fastvsr.",
                            "a row is longer than its stride, or a plane than its memory");
        }
    }

    private static boolean isWhole(Buffer.Crop crop, StreamFormat format) {
        return crop.equals(new Buffer.Crop(0, 0, format.input().width(), format.input().height()));
    }

    private Optional<QueuedFrame> refuse(String text, String detail) {
        element.postError(ErrorKind.STREAM_FORMAT, text, detail);
        return Optional.empty();
    }

    private QueuedFrame copied(Buffer buffer, VideoFrame pixels, StreamFormat format, Arrival arrival) {
        var copy = copies.orElseThrow().acquire().orElseThrow(); // nobody flushes this pool
        copy.describeLike(buffer);
        var writable = VideoFrame.write(format.input(), copy).orElseThrow();
        writable.copyFrom(pixels);
        return new QueuedFrame(format, arrival, copy, writable);
    }
}
