package fastvsr.model;

import java.nio.ByteBuffer;

/**
 * One raw picture: a format and the memory it describes.
 *
 * @param format layout of the bytes
 * @param bytes  direct buffer; component offsets count from its position
 */
public record Picture(PictureFormat format, ByteBuffer bytes) {
    public Picture {
        assert bytes.isDirect();
        if (bytes.remaining() < format.size()) {
            throw new IllegalArgumentException("picture of " + bytes.remaining() + " bytes is smaller than the "
                    + format.size() + " bytes its format needs");
        }
    }

    /** A picture of zeros in memory of its own. */
    static Picture blank(PictureFormat format) {
        return new Picture(format, ByteBuffer.allocateDirect(Math.toIntExact(format.size())));
    }
}
