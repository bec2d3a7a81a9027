package fastvsr.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** How a photo has to be turned to be upright, as its camera noted it: EXIF 2.3, tag Orientation, in APP1 of a JPEG file. */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final String EXIF = "Exif\0\0";

    private Orientation() {
    }

    /** 1 to 8 as EXIF counts, 1 being upright; 1 also where nothing is noted, or the file is no JPEG. */
    static int of(Path photo) throws IOException {
        for (JpegSegment segment : JpegSegment.of(photo)) {
            if (segment.is(1, EXIF)) {
                return in(segment.content());
            }
        }
        return UPRIGHT;
    }

    private static int in(byte[] exif) {
        try {
            return in(ByteBuffer.wrap(exif, EXIF.length(), exif.length - EXIF.length()).slice());
        } catch (IndexOutOfBoundsException | IllegalArgumentException damaged) {
            return UPRIGHT;
        }
    }

    /** TIFF 6.0: byte order, 42, place of the first directory, which counts its entries of 12 bytes. */
    private static int in(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        for (int i = 0; i < Short.toUnsignedInt(tiff.getShort(directory)); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) == TAG) {
                return tiff.getShort(entry + 8);
            }
        }
        return UPRIGHT;
    }
}
