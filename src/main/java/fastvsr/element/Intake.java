package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.BufferPool;
import fastvsr.gst.Caps;
import fastvsr.gst.CudaContext;
import fastvsr.gst.Element;
import fastvsr.gst.ErrorKind;
import fastvsr.gst.LentPool;
import fastvsr.gst.Query;
import fastvsr.gst.VideoFrame;
import fastvsr.gst.VideoInfo;
import java.util.Optional;

/**
 * Takes upstream's buffers, or refuses those that are not what their caps say; for upstream's streaming thread.
 *
 * <p>Pixels are copied, unless the buffer comes from the pool that was offered to upstream: that one has no limit, so
 * buffers may be kept until the network has read them.
 */
final class Intake {
    private static final String TOO_SMALL = "A buffer is smaller than its caps say: check the element before fastvsr.";
    private static final String UNREADABLE = "The memory of a buffer cannot be read here: add an element before fastvsr that copies"
            + " pictures out of such memory, as gldownload, vapostproc or cudadownload do.";

    private final Element element;
    private Optional<BufferPool> copies = Optional.empty();
    // written by whoever asks about buffers, which is the streaming thread but for upstream's whims
    private volatile Optional<LentPool> lent = Optional.empty();

    Intake(Element element) {
        this.element = element;
    }

    /** Gets ready for buffers of these caps. */
    void open(Caps caps, StreamFormat format) {
        close();
        copies = format.input().isOnGpu() ? Optional.empty() : Optional.of(BufferPool.inSystemMemory(caps, format.input()));
    }

    /** Frees what is not in use any more. */
    void close() {
        copies.ifPresent(BufferPool::close);
        copies = Optional.empty();
    }

    /** Forgets what was offered to upstream. */
    void forgetOffer() {
        lent.ifPresent(LentPool::close);
        lent = Optional.empty();
    }

    /** Tells upstream how to make buffers for these caps: so many may be kept, and one more is being filled. */
    void answer(Query query, Caps caps, VideoInfo picture, int keptFrames, CudaContext context) {
        forgetOffer();
        var pool = LentPool.of(caps, picture, keptFrames + 1, context);
        lent = Optional.of(pool);
        query.welcomeStrides(picture, pool, keptFrames + 1);
    }

    /**
     * A buffer that passes, as downstream knows it from its caps: it is copied if its strides are others, as long as nobody but this
     * element has welcomed them. Takes the buffer over; empty if an error was posted instead.
     */
    Optional<Buffer> tidied(Buffer buffer, VideoInfo picture) {
        if (lent.isEmpty() || picture.isOnGpu() || isCropped(buffer, picture)) {
            return Optional.of(buffer);
        }
        try (buffer) {
            return readable(picture, buffer).map(pixels -> {
                try (pixels) {
                    return pixels.isLaidOutAs(picture) ? buffer.share() : copied(buffer, pixels, picture);
                }
            });
        }
    }

    /** A frame from a buffer, with everything that this says; empty if an error was posted instead. */
    Optional<QueuedFrame> take(Buffer buffer, StreamFormat format, Arrival arrival) {
        var crop = buffer.crop();
        if (crop.isPresent() && !isWhole(crop.get(), format.input())) {
            return refuse("A buffer asks to be cropped to " + crop.get() + ", which is not done here: add videocrop before"
                    + " fastvsr.", "GstVideoCropMeta");
        }
        if (format.input().isOnGpu() && !buffer.isOnGpu()) {
            return refuse("A buffer does not lie in the memory of a GPU, as its caps say: check the element before fastvsr.",
                    "no GstCudaMemory");
        }
        return readable(format.input(), buffer).map(pixels -> kept(buffer, pixels, format, arrival));
    }

    /** The pixels of a buffer; empty if it does not hold them, and an error was posted. */
    private Optional<VideoFrame> readable(VideoInfo picture, Buffer buffer) {
        var pixels = VideoFrame.read(picture, buffer);
        if (pixels.isEmpty()) {
            return refuse(buffer.bytes() < picture.bytes() ? TOO_SMALL : UNREADABLE, "cannot be mapped");
        }
        if (!pixels.get().isComplete()) {
            pixels.get().close();
            return refuse("The strides of a buffer do not fit its size: check the element before fastvsr.",
                    "a row is longer than its stride, or a plane than its memory");
        }
        return pixels;
    }

    private QueuedFrame kept(Buffer buffer, VideoFrame pixels, StreamFormat format, Arrival arrival) {
        if (lent.filter(pool -> pool.owns(buffer)).isPresent()) {
            return new QueuedFrame(format, arrival, buffer.share(), pixels);
        }
        try (pixels) {
            var copy = format.input().isOnGpu() ? buffer.copy() : copied(buffer, pixels, format.input());
            return new QueuedFrame(format, arrival, copy, VideoFrame.read(format.input(), copy).orElseThrow());
        }
    }

    /** Whoever understands that understands strides, too. */
    private static boolean isCropped(Buffer buffer, VideoInfo picture) {
        return buffer.crop().filter(crop -> !isWhole(crop, picture)).isPresent();
    }

    private static boolean isWhole(Buffer.Crop crop, VideoInfo picture) {
        return crop.equals(new Buffer.Crop(0, 0, picture.width(), picture.height()));
    }

    private <T> Optional<T> refuse(String text, String detail) {
        element.postError(ErrorKind.STREAM_FORMAT, text, detail);
        return Optional.empty();
    }

    private Buffer copied(Buffer buffer, VideoFrame pixels, VideoInfo picture) {
        var copy = copies.orElseThrow().acquire().orElseThrow(); // nobody flushes this pool
        copy.describeLike(buffer);
        try (var writable = VideoFrame.write(picture, copy).orElseThrow()) {
            writable.copyFrom(pixels);
        }
        return copy;
    }
}
