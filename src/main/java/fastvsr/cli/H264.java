package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.gstreamer.Buffer;
import org.freedesktop.gstreamer.FlowReturn;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.elements.AppSink;
import org.freedesktop.gstreamer.elements.AppSrc;

/** What is left of frames after real encoding and decoding, as a camera or a video site stores them. */
final class H264 {
    /** Constant quality 23, x264's default, on one thread so that the result is the same everywhere. */
    private static final String PIPELINE = "appsrc name=source format=time max-bytes=0 caps=video/x-raw,format=RGB,width=%d,height=%d,"
            + "framerate=25/1,pixel-aspect-ratio=1/1,interlace-mode=progressive ! videoconvert dither=none "
            + "! video/x-raw,format=I420,colorimetry=bt601 ! x264enc pass=qual quantizer=23 speed-preset=medium threads=1 "
            + "! video/x-h264,profile=high ! avdec_h264 max-threads=1 ! videoconvert dither=none ! video/x-raw,format=RGB "
            + "! appsink name=frames sync=false";
    private static final long FRAME_NANOS = 40_000_000;

    private H264() {
    }

    /** Encodes and decodes frames of one size. */
    static List<RgbImage> roundTrip(List<RgbImage> frames) {
        RgbImage first = frames.get(0);
        List<RgbImage> even = frames.stream().map(frame -> frame.padded(first.width() + first.width() % 2,
                first.height() + first.height() % 2)).toList();
        String description = String.format(PIPELINE, even.get(0).width(), even.get(0).height());
        try (HostPipeline pipeline = new HostPipeline(description)) {
            pipeline.play();
            feed((AppSrc) pipeline.element("source"), even);
            List<RgbImage> decoded = receive(pipeline, (AppSink) pipeline.element("frames"), frames.size());
            return decoded.stream().map(frame -> frame.crop(0, 0, first.width(), first.height())).toList();
        }
    }

    private static void feed(AppSrc source, List<RgbImage> frames) {
        for (int i = 0; i < frames.size(); i++) {
            Buffer buffer = new Buffer(DecodedClip.rowStride(frames.get(i).width()) * frames.get(i).height());
            DecodedClip.write(frames.get(i), buffer.map(true));
            buffer.unmap();
            buffer.setPresentationTimestamp(i * FRAME_NANOS);
            buffer.setDuration(FRAME_NANOS);
            if (source.pushBuffer(buffer) != FlowReturn.OK) {
                return; // the reason comes with the frames
            }
        }
        source.endOfStream();
    }

    private static List<RgbImage> receive(HostPipeline pipeline, AppSink sink, int count) {
        List<RgbImage> frames = new ArrayList<>();
        for (Sample sample = sink.pullSample(); sample != null; sample = sink.pullSample()) {
            frames.add(DecodedClip.copy(sample));
            sample.dispose();
        }
        if (frames.size() != count) {
            pipeline.hasEnded(1000); // throws the reason if there was an error
            throw new CommandException("H.264 gave " + frames.size() + " frames back of " + count);
        }
        return frames;
    }
}
