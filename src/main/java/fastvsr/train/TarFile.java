package fastvsr.train;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The plain files of a tar archive (POSIX.1-1988 ustar: blocks of 512 bytes, sizes in octal). */
public final class TarFile {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;

    /**
     * One file.
     *
     * @param name    its path in the archive
     * @param content its bytes
     */
    public record Entry(String name, byte[] content) {
    }

    private TarFile() {
    }

    /** Reads all plain files in their order. */
    public static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            byte[] header = new byte[BLOCK];
            while (nextHeader(in, header)) {
                byte[] content = in.readNBytes(size(file, header));
                in.skipNBytes(Math.floorMod(-content.length, BLOCK));
                if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
                    entries.add(new Entry(text(header, 0, NAME), content));
                }
            }
        } catch (EOFException cut) {
            throw new IOException(file + ": the archive ends in the middle of a file; copy it again", cut);
        }
        return entries;
    }

    /**
     * Appends one file; {@link #end} has to follow the last.
     *
     * @throws IOException if its name is too long for an archive, or {@code out} fails
     */
    public static void write(OutputStream out, Entry entry) throws IOException {
        if (entry.name().getBytes(StandardCharsets.UTF_8).length > NAME) {
            throw new IOException(entry.name() + ": a name in an archive has " + NAME + " bytes at most; give the file a shorter one");
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, entry.name());
        put(header, NAME, "0000644");
        put(header, SIZE_AT, "%011o".formatted(entry.content().length));
        put(header, SIZE_AT + 12, "%011o".formatted(0));
        put(header, CHECKSUM_AT, "        ");
        header[TYPE_AT] = '0';
        put(header, TYPE_AT + NAME + 1, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, CHECKSUM_AT, "%06o\0 ".formatted(sum));
        out.write(header);
        out.write(entry.content());
        out.write(new byte[Math.floorMod(-entry.content().length, BLOCK)]);
    }

    /** Ends an archive. */
    public static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static boolean nextHeader(InputStream in, byte[] header) throws IOException {
        int count = in.readNBytes(header, 0, BLOCK);
        return count == BLOCK && header[0] != 0;
    }

    private static int size(Path file, byte[] header) throws IOException {
        try {
            return Integer.parseInt(text(header, SIZE_AT, 12).strip(), 8);
        } catch (NumberFormatException wrong) {
            throw new IOException(file + ": not a tar archive, or damaged; copy it again", wrong);
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
