package fastvsr.cli;

import fastvsr.train.RgbImage;
import fastvsr.train.VideoColours;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.elements.AppSink;

/** What is left of frames after real encoding and decoding, as a camera or a video site stores them. */
final class H264 implements AutoCloseable {
    /** Constant quality 23, x264's default, on one thread so that the result is the same everywhere. */
    private static final String PIPELINE = "appsrc name=source format=time max-bytes=0 caps=video/x-raw,format=I420,width=%d,height=%d,"
            + "framerate=25/1,pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt601 "
            + "! x264enc pass=qual quantizer=23 speed-preset=medium threads=1 ! video/x-h264,profile=high "
            + "! avdec_h264 max-threads=1 ! video/x-raw,format=I420 ! appsink name=frames sync=false";

    private final VideoColours colours = new VideoColours();

    /** Encodes and decodes frames of one size. */
    List<RgbImage> roundTrip(List<RgbImage> frames) {
        int width = (frames.get(0).width() + 7) / 8 * 8; // planes of such pictures have no gaps between rows
        int height = (frames.get(0).height() + 1) / 2 * 2;
        try (HostPipeline pipeline = new HostPipeline(String.format(PIPELINE, width, height))) {
            pipeline.play();
            feed(new FrameFeed(pipeline, "source"), frames.stream().map(frame -> frame.padded(width, height)).toList());
            List<RgbImage> decoded = receive((AppSink) pipeline.element("frames"), width, height);
            if (decoded.size() != frames.size()) {
                pipeline.hasEnded(1000); // throws the reason if there was an error
                throw new CommandException("H.264 gave " + decoded.size() + " frames back of " + frames.size());
            }
            return decoded.stream().map(frame -> frame.crop(0, 0, frames.get(0).width(), frames.get(0).height())).toList();
        }
    }

    private void feed(FrameFeed feed, List<RgbImage> frames) {
        if (frames.stream().allMatch(frame -> feed.add(colours.planes(frame)))) {
            feed.end();
        }
    }

    private List<RgbImage> receive(AppSink sink, int width, int height) {
        List<RgbImage> frames = new ArrayList<>();
        for (Sample sample = sink.pullSample(); sample != null; sample = sink.pullSample()) {
            ByteBuffer bytes = sample.getBuffer().map(false);
            byte[] planes = new byte[width * height * 3 / 2];
            bytes.get(planes);
            sample.getBuffer().unmap();
            sample.dispose();
            frames.add(colours.picture(planes, width, height));
        }
        return frames;
    }

    @Override
    public void close() {
        colours.close();
    }
}
