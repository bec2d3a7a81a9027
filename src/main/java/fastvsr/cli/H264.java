package fastvsr.cli;

import fastvsr.train.RgbImage;
import fastvsr.train.VideoColours;
import java.nio.ByteBuffer;
import java.util.List;

/** What is left of frames after real encoding and decoding, as a camera or a video site stores them. */
final class H264 implements AutoCloseable {
    /** Constant quality 23, x264's default. */
    private static final String ENCODER = "quantizer=23 speed-preset=medium ! video/x-h264,profile=high";

    private final VideoColours colours = new VideoColours();

    /** Encodes and decodes frames of one size. */
    List<RgbImage> roundTrip(List<RgbImage> frames) {
        RgbImage first = frames.get(0);
        int width = (first.width() + 7) / 8 * 8; // planes of such pictures have no gaps between rows
        int height = (first.height() + 1) / 2 * 2;
        List<ByteBuffer> planes = frames.stream().map(frame -> colours.planes(frame.padded(width, height))).toList();
        return RoundTrip.of(planes, width, height, ENCODER).stream()
                .map(decoded -> colours.picture(decoded, width, height).crop(0, 0, first.width(), first.height())).toList();
    }

    @Override
    public void close() {
        colours.close();
    }
}
