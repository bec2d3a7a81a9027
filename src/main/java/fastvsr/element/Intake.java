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

    /** A frame from a buffer, with everything that this says; empty if an error was posted instead. */
    Optional<QueuedFrame> take(Buffer buffer, StreamFormat format, Arrival arrival) {
        var crop = buffer.crop();
        if (crop.isPresent() && !isWhole(crop.get(), format)) {
            return refuse("A buffer asks to be cropped to " + crop.get() + ", which is not done here: add videocrop before"
                    + " fastvsr.", "GstVideoCropMeta");
        }
        if (format.input().isOnGpu() && !buffer.isOnGpu()) {
            return refuse("A buffer does not lie in the memory of a GPU, as its caps say: check the element before fastvsr.",
                    "no GstCudaMemory");
        }
        var source = VideoFrame.read(format.input(), buffer);
        if (source.isEmpty()) {
            return refuse("A buffer is smaller than its caps say: check the element before fastvsr.", "cannot be mapped");
        }
        if (lent.filter(pool -> pool.owns(buffer)).isPresent() && source.get().isComplete()) {
            return Optional.of(new QueuedFrame(format, arrival, buffer.share(), source.get()));
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
        if (format.input().isOnGpu()) {
            var copy = buffer.copy();
            return new QueuedFrame(format, arrival, copy, VideoFrame.read(format.input(), copy).orElseThrow());
        }
        var copy = copies.orElseThrow().acquire().orElseThrow(); // nobody flushes this pool
        copy.describeLike(buffer);
        var writable = VideoFrame.write(format.input(), copy).orElseThrow();
        writable.copyFrom(pixels);
        return new QueuedFrame(format, arrival, copy, writable);
    }
}
