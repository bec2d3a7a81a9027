package fastvsr.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How a photo has to be turned to be upright, as its camera noted it: EXIF 2.3, tag Orientation, in APP1 of a JPEG file. */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int SOI = 0xffd8;
    private static final int APP0 = 0xffe0;
    private static final int APP1 = 0xffe1;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private Orientation() {
    }

    /** 1 to 8 as EXIF counts, 1 being upright; 1 also where nothing is noted, or the file is no JPEG. */
    static int of(Path photo) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(photo)))) {
            int marker = in.readUnsignedShort() == SOI ? in.readUnsignedShort() : 0;
            while (marker >= APP0) { // application data and comments, which are before everything else
                byte[] segment = in.readNBytes(in.readUnsignedShort() - 2);
                if (marker == APP1 && Arrays.equals(segment, 0, Math.min(EXIF.length, segment.length), EXIF, 0, EXIF.length)) {
                    return in(ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length).slice());
                }
                marker = in.readUnsignedShort();
            }
            return UPRIGHT;
        } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException damaged) {
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
