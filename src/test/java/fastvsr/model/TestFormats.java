package fastvsr.model;

import fastvsr.model.PictureFormat.ChromaSite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Picture formats and pictures for tests, laid out as GStreamer lays them out. */
public final class TestFormats {
    private TestFormats() {
    }

    public static PictureFormat i420(int width, int height) {
        return planar(width, height, 2, 2, 0, Colorimetry.BT601, ChromaSite.LEFT);
    }

    /** Three planes; rows are {@code slack} bytes longer than rounded up to 4. */
    public static PictureFormat planar(int width, int height, int across, int down, int slack, Colorimetry colorimetry,
                                       ChromaSite site) {
        int stride = (width + 3) / 4 * 4 + slack;
        int chromaWidth = (width + across - 1) / across;
        int chromaHeight = (height + down - 1) / down;
        int chromaStride = (chromaWidth + 3) / 4 * 4 + slack;
        int first = stride * height;
        return new PictureFormat(width, height, List.of(
                new Component(0, stride, 1, width, height, 8, 0),
                new Component(first, chromaStride, 1, chromaWidth, chromaHeight, 8, 0),
                new Component(first + chromaStride * chromaHeight, chromaStride, 1, chromaWidth, chromaHeight, 8, 0)),
                colorimetry, site);
    }

    public static PictureFormat nv12(int width, int height, Colorimetry colorimetry) {
        int stride = (width + 3) / 4 * 4;
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        int first = stride * height;
        return new PictureFormat(width, height, List.of(
                new Component(0, stride, 1, width, height, 8, 0),
                new Component(first, stride, 2, chromaWidth, chromaHeight, 8, 0),
                new Component(first + 1, stride, 2, chromaWidth, chromaHeight, 8, 0)), colorimetry, ChromaSite.LEFT);
    }

    /** Two planes of 16-bit words that use their upper ten bits. */
    public static PictureFormat p010(int width, int height) {
        int stride = 2 * width + width % 2 * 2;
        int first = stride * height;
        int chromaHeight = (height + 1) / 2;
        return new PictureFormat(width, height, List.of(
                new Component(0, stride, 2, width, height, 10, 6),
                new Component(first, stride, 4, (width + 1) / 2, chromaHeight, 10, 6),
                new Component(first + 2, stride, 4, (width + 1) / 2, chromaHeight, 10, 6)),
                Colorimetry.BT709, ChromaSite.LEFT);
    }

    /** Three planes of 16-bit words that use their lower bits. */
    public static PictureFormat deep(int width, int height, int across, int down, int depth, Colorimetry colorimetry) {
        int stride = (2 * width + 3) / 4 * 4;
        int chromaWidth = (width + across - 1) / across;
        int chromaHeight = (height + down - 1) / down;
        int chromaStride = (2 * chromaWidth + 3) / 4 * 4;
        int first = stride * height;
        return new PictureFormat(width, height, List.of(
                new Component(0, stride, 2, width, height, depth, 0),
                new Component(first, chromaStride, 2, chromaWidth, chromaHeight, depth, 0),
                new Component(first + chromaStride * chromaHeight, chromaStride, 2, chromaWidth, chromaHeight, depth, 0)),
                colorimetry, ChromaSite.LEFT);
    }

    /** All components in one plane of {@code pixelBytes} per pixel, at the given bytes. */
    public static PictureFormat packed(int width, int height, Colorimetry colorimetry, int pixelBytes, int... places) {
        int stride = (width * pixelBytes + 3) / 4 * 4;
        List<Component> components = new ArrayList<>();
        for (int place : places) {
            components.add(new Component(place, stride, pixelBytes, width, height, 8, 0));
        }
        return new PictureFormat(width, height, components, colorimetry, ChromaSite.CENTRE);
    }

    public static PictureFormat gray(int width, int height) {
        return packed(width, height, new Colorimetry(Colorimetry.Model.GRAY, 0.299, 0.114, false), 1, 0);
    }

    /** A picture of random but smooth content, its bytes at an odd position of a larger buffer. */
    public static Picture noise(PictureFormat format, long seed) {
        Picture picture = blank(format);
        Random random = new Random(seed);
        for (Component component : format.components()) {
            double phase = 6 * random.nextDouble();
            for (int y = 0; y < component.height(); y++) {
                for (int x = 0; x < component.width(); x++) {
                    double wave = Math.sin(phase + x * 0.3) * Math.cos(phase + y * 0.2);
                    int top = (1 << component.depth()) - 1;
                    put(picture, component, x, y, (int) (top * (0.5 + 0.35 * wave + 0.15 * (random.nextDouble() - 0.5))));
                }
            }
        }
        return picture;
    }

    /** A picture of one code. */
    public static Picture flat(PictureFormat format, int code) {
        Picture picture = blank(format);
        for (Component component : format.components()) {
            for (int i = 0; i < component.width() * component.height(); i++) {
                put(picture, component, i % component.width(), i / component.width(), code);
            }
        }
        return picture;
    }

    /** A picture of bytes that no code of a test equals by accident. */
    public static Picture blank(PictureFormat format) {
        int size = Math.toIntExact(format.size());
        ByteBuffer bytes = ByteBuffer.allocateDirect(size + 2).position(2);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) 77);
        }
        return new Picture(format, bytes);
    }

    public static int get(Picture picture, Component c, int x, int y) {
        int at = picture.bytes().position() + c.offset() + y * c.rowStride() + x * c.pixelStride();
        int word = picture.bytes().get(at) & 0xff;
        if (c.sampleBytes() == 2) {
            word |= (picture.bytes().get(at + 1) & 0xff) << 8;
        }
        return word >> c.shift();
    }

    private static void put(Picture picture, Component c, int x, int y, int code) {
        int at = picture.bytes().position() + c.offset() + y * c.rowStride() + x * c.pixelStride();
        picture.bytes().put(at, (byte) (code << c.shift()));
        if (c.sampleBytes() == 2) {
            picture.bytes().put(at + 1, (byte) (code << c.shift() >> 8));
        }
    }
}
