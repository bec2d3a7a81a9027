package fastvsr.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How frames are called and converted between decoder and encoder, which follows from what the decoder turns out to give.
 *
 * <p>All three are caps as text.
 *
 * @param told    what is said of decoded frames beyond what the decoder says
 * @param between what they become on the way to what the encoder takes
 * @param encoded what the encoder gets
 */
record FrameFormats(String told, String between, String encoded) {
    private static final String ANY = "video/x-raw";
    /** GstVideoColorRange, GstVideoColorMatrix and so on: full range, matrix unknown. GStreamer forgets the range too then, but for grey. */
    private static final Pattern FULL_RANGE_OF_UNKNOWN_MATRIX = Pattern.compile("colorimetry=\\(string\\)1:0:(\\d+:\\d+)");
    /** GstVideoColorMatrix. */
    private static final String BT709 = "3";
    private static final String BT601 = "4";
    private static final int TALLEST_BT601 = 576;
    private static final Pattern FULL_RANGE = Pattern.compile("colorimetry=\\(string\\)1:");
    private static final Pattern FORMAT = Pattern.compile("format=\\(string\\)(\\w+)");
    private static final Pattern RGB = Pattern.compile("GBR.*|.*RGB.*|.*BGR.*");
    private static final Pattern ALPHA = Pattern.compile("A4.*|AYUV.*|VUYA");
    private static final Pattern HALVED_CHROMA = Pattern.compile("[IA]420.*|YV12|NV12.*|NV21|P01.*");
    /** videoconvert (GStreamer 1.22) changes the range of luma only if it changes the model or the matrix as well. */
    private static final String WIDE_RGB = ANY + ",format=ARGB64";
    private static final String WHAT_X264_TAKES_OF_MORE_BITS = ANY + ",format={I420_10LE,I422_10LE,Y444_10LE}";

    /** From caps of decoded frames. */
    static FrameFormats of(String decoded, MediaFile.Video video, Container container) {
        String format = first(FORMAT, decoded);
        return new FrameFormats(told(decoded, video), changesRange(decoded, format, container) ? WIDE_RGB : ANY, encoded(format, video, container));
    }

    /** As GStreamer and players guess. */
    private static String told(String decoded, MediaFile.Video video) {
        String matrix = video.height() > TALLEST_BT601 ? BT709 : BT601;
        Matcher colours = FULL_RANGE_OF_UNKNOWN_MATRIX.matcher(decoded);
        return colours.find() ? ANY + ",colorimetry=1:" + matrix + ":" + colours.group(1) : ANY;
    }

    private static boolean changesRange(String decoded, String format, Container container) {
        boolean isGrey = isGrey(format);
        return switch (container) {
            case PNG -> false;
            case JPG, JPEG -> !isGrey && !isRgb(format) && !FULL_RANGE.matcher(decoded).find();
            case Y4M -> isGrey || !isRgb(format) && FULL_RANGE.matcher(decoded).find();
            default -> isGrey;
        };
    }

    /** Players show other chroma than that of 4:2:0 rarely; what comes as YUV keeps its own. */
    private static String encoded(String format, MediaFile.Video video, Container container) {
        if (container.isPicture()) {
            return ANY;
        }
        if (container == Container.Y4M) {
            return isGrey(format) || HALVED_CHROMA.matcher(format).matches() ? ANY + ",format=I420" : ANY;
        }
        boolean isFree = isRgb(format) || ALPHA.matcher(format).matches() || video.isStoredAsPictures();
        if (isGrey(format) || isFree && container.isForPlayers()) {
            return ANY + ",format=I420" + bits(video, container);
        }
        return video.isDeepest() && container.takesTenBits() ? WHAT_X264_TAKES_OF_MORE_BITS : ANY; // videoconvert would rather take 8 bits
    }

    private static String bits(MediaFile.Video video, Container container) {
        return !video.isDeep() ? "" : container.takesTenBits() || !video.isDeepest() ? "_10LE" : "_12LE";
    }

    private static boolean isGrey(String format) {
        return format.startsWith("GRAY");
    }

    private static boolean isRgb(String format) {
        return RGB.matcher(format).matches();
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
