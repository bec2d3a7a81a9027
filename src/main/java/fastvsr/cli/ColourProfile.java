package fastvsr.cli;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The ICC profile of a PNG or JPEG picture, which GStreamer's decoders leave out: what its colours mean where they are not sRGB's. */
final class ColourProfile {
    /** ICC.1, annex B.4: name of the segment, then number of this part and number of parts, a byte each. */
    private static final String JPEG_NAME = "ICC_PROFILE\0";

    private ColourProfile() {
    }

    /** Whether a picture has a profile that does not call itself sRGB. */
    static boolean isOther(Path picture) throws IOException {
        try {
            String profile = inPng(picture) + inJpeg(picture);
            String name = profile.replace("\0", "").toLowerCase(Locale.ROOT); // may be UTF-16
            return !profile.isEmpty() && (!name.contains("srgb") || name.contains("linear"));
        } catch (EOFException | ZipException | IllegalArgumentException damaged) {
            return false;
        }
    }

    private static String inJpeg(Path picture) throws IOException {
        StringBuilder profile = new StringBuilder();
        for (JpegSegment segment : JpegSegment.of(picture)) {
            if (segment.is(2, JPEG_NAME)) {
                profile.append(text(segment.content()).substring(JPEG_NAME.length()));
            }
        }
        return profile.toString();
    }

    private static String inPng(Path picture) throws IOException {
        Optional<byte[]> chunk = PngChunk.of(picture, "iCCP");
        return chunk.isPresent() ? inflated(chunk.get()) : "";
    }

    /** iCCP: a name that ends with 0, the method 0, the profile as zlib packs it. */
    private static String inflated(byte[] chunk) throws IOException {
        int start = text(chunk).indexOf(0) + 2;
        return text(new InflaterInputStream(new ByteArrayInputStream(chunk, start, chunk.length - start)).readAllBytes());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
