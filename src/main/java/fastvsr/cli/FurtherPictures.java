package fastvsr.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is left out where a file that counts as one picture is a film in truth: animated PNG, JPEGs one behind the other. */
final class FurtherPictures {
    private static final int END_AND_BEGIN = 0xffd9ffd8; // ITU-T T.81: EOI, SOI
    private static final int LARGEST_PHOTO = 64 << 20;

    private FurtherPictures() {
    }

    /** Whether there are some. */
    static boolean areIn(Path picture) throws IOException {
        return isAnimatedPng(picture) || isMotionJpeg(picture);
    }

    /** acTL: APNG specification. */
    private static boolean isAnimatedPng(Path picture) throws IOException {
        try {
            return PngChunk.of(picture, "acTL").isPresent();
        } catch (EOFException | IllegalArgumentException damaged) {
            return false;
        }
    }

    /** Cameras that put previews and the like behind a photo list them in a segment of their own (CIPA DC-007). */
    private static boolean isMotionJpeg(Path picture) throws IOException {
        boolean hasPreviews = JpegSegment.of(picture).stream().anyMatch(segment -> segment.is(2, "MPF\0"));
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(picture)))) {
            return !hasPreviews && in.readUnsignedShort() == (END_AND_BEGIN & 0xffff) && holdsEndAndBegin(in);
        } catch (EOFException tooShort) {
            return false;
        }
    }

    private static boolean holdsEndAndBegin(InputStream in) throws IOException {
        int last = 0;
        int next = in.read();
        for (int i = 0; next >= 0 && i < LARGEST_PHOTO; i++) {
            last = last << 8 | next;
            if (last == END_AND_BEGIN) {
                return true;
            }
            next = in.read();
        }
        return false;
    }
}
