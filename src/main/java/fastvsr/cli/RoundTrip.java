package fastvsr.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.elements.AppSink;

/** Frames through x264 and back through a decoder of H.264, on one thread so that the result is the same everywhere. */
final class RoundTrip {
    private static final String PIPELINE = "appsrc name=source format=time max-bytes=0 caps=video/x-raw,format=I420,width=%d,height=%d,"
            + "framerate=25/1,pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt601 "
            + "! x264enc pass=qual vbv-buf-capacity=0 threads=1 %s ! %s ! video/x-raw,format=I420 ! appsink name=frames sync=false";

    private RoundTrip() {
    }

    /**
     * Encodes and decodes frames.
     *
     * @param frames  I420 without gaps between rows
     * @param width   a multiple of 8
     * @param height  a multiple of 2
     * @param encoder further properties of x264enc, in gst-launch syntax
     * @return as many frames, in the same form
     */
    static List<byte[]> of(List<ByteBuffer> frames, int width, int height, String encoder) {
        try (HostPipeline pipeline = new HostPipeline(String.format(PIPELINE, width, height, encoder, Codec.H264_DECODER.element()))) {
            pipeline.play();
            feed(new FrameFeed(pipeline, "source"), frames);
            List<byte[]> decoded = receive((AppSink) pipeline.element("frames"), width * height * 3 / 2);
            if (decoded.size() != frames.size()) {
                pipeline.hasEnded(1000); // throws the reason if there was an error
                throw new CommandException("H.264 gave " + decoded.size() + " frames back of " + frames.size());
            }
            return decoded;
        }
    }

    private static void feed(FrameFeed feed, List<ByteBuffer> frames) {
        if (frames.stream().allMatch(feed::add)) {
            feed.end();
        }
    }

    private static List<byte[]> receive(AppSink sink, int size) {
        List<byte[]> frames = new ArrayList<>();
        for (Sample sample = sink.pullSample(); sample != null; sample = sink.pullSample()) {
            byte[] planes = new byte[size];
            sample.getBuffer().map(false).get(planes);
            sample.getBuffer().unmap();
            sample.dispose();
            frames.add(planes);
        }
        return frames;
    }
}
