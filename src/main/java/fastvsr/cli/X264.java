package fastvsr.cli;

import fastvsr.train.Recoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** H.264 through x264 for training: all clips of a batch in one stream, each from a key frame on. */
final class X264 implements Recoder {
    private static final String ENCODER = "quantizer=%d bframes=%d speed-preset=medium key-int-max=%3$d "
            + "option-string=scenecut=0:min-keyint=%3$d";

    @Override
    public byte[] recode(byte[] planes, int side, int frames, Setting setting) {
        int size = side * side * 3 / 2;
        List<ByteBuffer> inputs = IntStream.range(0, planes.length / size).mapToObj(i -> ByteBuffer.wrap(planes, i * size, size)).toList();
        ByteBuffer decoded = ByteBuffer.allocate(planes.length);
        RoundTrip.of(inputs, side, side, String.format(ENCODER, setting.rateFactor(), setting.bFrames(), frames)).forEach(decoded::put);
        return decoded.array();
    }
}
