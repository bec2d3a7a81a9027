package fastvsr.cli;

import fastvsr.train.Recoder;
import java.nio.ByteBuffer;
import org.freedesktop.gstreamer.Registry;
import org.freedesktop.gstreamer.Sample;
import org.freedesktop.gstreamer.elements.AppSink;

/** H.264 through x264 for training: all clips of a batch in one stream, each from a key frame on. */
final class X264 implements Recoder {
    private static final String PIPELINE = "appsrc name=source format=time max-bytes=0 caps=video/x-raw,format=I420,width=%1$d,"
            + "height=%1$d,framerate=25/1,pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt601 "
            + "! x264enc pass=qual quantizer=%3$d bframes=%4$d speed-preset=veryfast threads=1 key-int-max=%2$d "
            + "option-string=scenecut=0:min-keyint=%2$d ! %5$s ! video/x-raw,format=I420 "
            + "! appsink name=frames sync=false max-buffers=0";

    private final String decoder;

    X264() {
        HostPipeline.startGStreamer();
        decoder = Registry.get().lookupFeature("avdec_h264") == null ? "openh264dec" : "avdec_h264 max-threads=1";
    }

    @Override
    public byte[] recode(byte[] planes, int side, int frames, Setting setting) {
        String description = String.format(PIPELINE, side, frames, setting.rateFactor(), setting.bFrames(), decoder);
        try (HostPipeline pipeline = new HostPipeline(description)) {
            pipeline.play();
            feed(new FrameFeed(pipeline, "source"), planes, side * side * 3 / 2);
            byte[] decoded = new byte[planes.length];
            int bytes = receive((AppSink) pipeline.element("frames"), decoded);
            if (bytes != planes.length) {
                pipeline.hasEnded(1000); // throws the reason if there was an error
                throw new CommandException("H.264 gave " + bytes + " bytes back of " + planes.length);
            }
            return decoded;
        }
    }

    private static void feed(FrameFeed feed, byte[] planes, int size) {
        boolean isTaken = true;
        for (int at = 0; isTaken && at < planes.length; at += size) {
            isTaken = feed.add(ByteBuffer.wrap(planes, at, size));
        }
        if (isTaken) {
            feed.end();
        }
    }

    /** Fills {@code planes} frame by frame; returns how many bytes there were. */
    private static int receive(AppSink sink, byte[] planes) {
        int at = 0;
        for (Sample sample = sink.pullSample(); sample != null; sample = sink.pullSample()) {
            ByteBuffer bytes = sample.getBuffer().map(false);
            int size = Math.min(bytes.remaining(), planes.length - at);
            bytes.get(planes, at, size);
            sample.getBuffer().unmap();
            sample.dispose();
            at += size;
        }
        return at;
    }
}
