package fastvsr.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What stands before the picture in a PNG file: chunks of length, name, content and checksum (PNG specification, 5.3). */
final class PngChunk {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int IDAT = name("IDAT");

    private PngChunk() {
    }

    /**
     * The content of the first chunk with that name; empty if there is none before the picture, or if the file is no PNG.
     *
     * @throws java.io.EOFException if it breaks off before that
     */
    static Optional<byte[]> of(Path picture, String wanted) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(picture))) {
            if (in.readLong() != SIGNATURE) {
                return Optional.empty();
            }
            int length = in.readInt();
            for (int name = in.readInt(); name != IDAT; name = in.readInt()) {
                if (name == name(wanted)) {
                    return Optional.of(in.readNBytes(length));
                }
                in.skipNBytes(length + 4L);
                length = in.readInt();
            }
            return Optional.empty();
        }
    }

    private static int name(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }
}
