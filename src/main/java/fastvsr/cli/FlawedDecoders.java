package fastvsr.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** Refuses files that GStreamer 1.22 has decoders for which fail, decode wrongly or never end. */
final class FlawedDecoders {
    private static final int START_BYTES = 26;
    /** What files begin with, in hexadecimal digits, and what to do about them. */
    private static final Map<Pattern, String> STARTS = Map.of(
            Pattern.compile("47494638.*"), // GIF8
            "is a GIF, whose end GStreamer's decoder does not find; save it as a video, or as PNG if it is a picture",
            Pattern.compile("424d.{8}00000000.*"), // BM, size, reserved
            "is a BMP, which GStreamer's decoder does not take; save it as PNG",
            Pattern.compile("(49492a00|4d4d002a).*"), // II or MM, 42
            "is a TIFF, which GStreamer's decoder does not take; save it as PNG",
            // PNG specification: signature, length and name of IHDR, width, height, bit depth 16, colour type 2
            Pattern.compile("89504e470d0a1a0a" + "0000000d49484452" + ".{16}" + "1002"),
            "is a PNG of 16-bit colours without transparency, which GStreamer decodes wrongly; save it with 8 bits or with transparency");

    private FlawedDecoders() {
    }

    /**
     * Looks at the start of a file.
     *
     * @throws CommandException that says what to do with it instead
     */
    static void check(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            String start = HexFormat.of().formatHex(file.readNBytes(START_BYTES));
            STARTS.forEach((pattern, remedy) -> {
                if (pattern.matcher(start).matches()) {
                    throw new CommandException(path + " " + remedy);
                }
            });
        } catch (IOException e) {
            throw new CommandException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
