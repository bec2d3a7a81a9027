package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.VideoFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * The buffers of some frames, mapped to be written.
 *
 * @param frames  what the pictures are upscaled from
 * @param buffers as many, owned until they are given to the queue or dropped
 * @param mapped  their pixels
 */
record OutputPictures(List<QueuedFrame> frames, List<Buffer> buffers, List<VideoFrame> mapped) {
    /** Whoever writes the pictures. */
    enum Writer { NETWORK, HOST }

    /** Maps buffers where the writer reaches them and owns them; they are freed if that fails. */
    static OutputPictures map(List<QueuedFrame> frames, List<Buffer> buffers, Writer writer) {
        var pictures = new OutputPictures(List.copyOf(frames), buffers, new ArrayList<>());
        var info = frames.get(0).format().output();
        for (var buffer : buffers) {
            var frame = writer == Writer.HOST ? VideoFrame.writeOnHost(info, buffer) : VideoFrame.write(info, buffer);
            if (frame.isEmpty()) {
                pictures.drop();
                throw new IllegalStateException("downstream's buffer cannot be written");
            }
            pictures.mapped.add(frame.get());
        }
        return pictures;
    }

    /** Hands the buffers over; they are written. */
    void finish(OutputQueue queue) {
        mapped.forEach(VideoFrame::close);
        queue.finish(frames, buffers);
    }

    /** Frees the buffers. */
    void drop() {
        mapped.forEach(VideoFrame::close);
        buffers.forEach(Buffer::close);
    }
}
