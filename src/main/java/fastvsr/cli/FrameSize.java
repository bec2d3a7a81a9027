package fastvsr.cli;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.PictureFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Columns and rows of a frame of I420 video, laid out as GstVideoInfo does by default. */
record FrameSize(int width, int height) {
    private static final int LEAST = 8;
    private static final int MOST = 8192;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    /** Reads {@code WxH}. */
    static final class Converter implements ITypeConverter<FrameSize> {
        @Override
        public FrameSize convert(String text) {
            Matcher sides = TEXT.matcher(text);
            if (!sides.matches()) {
                throw new TypeConversionException("'" + text + "' is not a size such as 320x180");
            }
            return checked(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
        }

        private static FrameSize checked(int width, int height) {
            if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
                throw new TypeConversionException(width + "x" + height + " is not between 8x8 and 8192x8192");
            }
            return new FrameSize(width, height);
        }
    }

    int chromaWidth() {
        return (width + 1) / 2;
    }

    int chromaHeight() {
        return (height + 1) / 2;
    }

    int lumaStride() {
        return (width + 3) / 4 * 4;
    }

    int chromaStride() {
        return (chromaWidth() + 3) / 4 * 4;
    }

    /** The chroma planes follow the luma plane of {@code height} rounded up to even rows. */
    int chromaOffset(int plane) {
        return lumaStride() * 2 * chromaHeight() + plane * chromaStride() * chromaHeight();
    }

    /** Bytes of a frame. */
    int bytes() {
        return chromaOffset(2);
    }

    /** How such a frame lies in memory. */
    PictureFormat format() {
        Component luma = new Component(0, lumaStride(), 1, width, height, 8, 0);
        return new PictureFormat(width, height, List.of(luma, chroma(0), chroma(1)), Colorimetry.BT709, PictureFormat.ChromaSite.LEFT);
    }

    private Component chroma(int plane) {
        return new Component(chromaOffset(plane), chromaStride(), 1, chromaWidth(), chromaHeight(), 8, 0);
    }

    FrameSize times(int factor) {
        return new FrameSize(factor * width, factor * height);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
