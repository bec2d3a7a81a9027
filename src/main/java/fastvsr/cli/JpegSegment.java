package fastvsr.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before the picture in a JPEG file: application data or a comment (ITU-T T.81, B.2.4).
 *
 * @param marker  0xffe0 for APP0 and so on
 * @param content without marker and length
 */
record JpegSegment(int marker, byte[] content) {
    private static final int SOI = 0xffd8;
    private static final int APP0 = 0xffe0;

    /** Those of a file up to where it is damaged; none if it is no JPEG. */
    static List<JpegSegment> of(Path file) throws IOException {
        List<JpegSegment> segments = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int marker = in.readUnsignedShort() == SOI ? in.readUnsignedShort() : 0;
            while (marker >= APP0) {
                segments.add(new JpegSegment(marker, in.readNBytes(in.readUnsignedShort() - 2)));
                marker = in.readUnsignedShort();
            }
        } catch (EOFException | IllegalArgumentException damaged) {
            return segments;
        }
        return segments;
    }

    /** Whether this is the application data of that number and name. */
    boolean is(int number, String name) {
        return marker == APP0 + number && new String(content, StandardCharsets.ISO_8859_1).startsWith(name);
    }
}
