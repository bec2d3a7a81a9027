package fastvsr.model;

import java.util.List;

/**
 * How one raw picture lies in memory and what its values mean.
 *
 * @param width       luma samples in a row
 * @param height      luma rows
 * @param components  Y, Cb, Cr or R, G, B or grey, then alpha if there is any
 * @param colorimetry what the values mean
 * @param chromaSite  where subsampled chroma lies between the luma samples
 */
public record PictureFormat(int width, int height, List<Component> components, Colorimetry colorimetry,
                            ChromaSite chromaSite) {
    /**
     * Position of a chroma sample relative to the luma samples that share it (H.273, chroma_sample_loc_type).
     *
     * @param horizontalCosited whether it lies on the left luma column (MPEG-2, H.264 default) or between two (JPEG)
     * @param verticalCosited   whether it lies on the upper luma row or between two
     */
    public record ChromaSite(boolean horizontalCosited, boolean verticalCosited) {
        /** MPEG-2 and H.264: on the left column, between two rows. */
        public static final ChromaSite LEFT = new ChromaSite(true, false);
        /** JPEG and MPEG-1: in the middle of four. */
        public static final ChromaSite CENTRE = new ChromaSite(false, false);
    }

    public PictureFormat {
        components = List.copyOf(components);
        assert width > 0 && height > 0 && !components.isEmpty();
    }

    /** Bytes that a picture needs at least. */
    public long size() {
        return components.stream().mapToLong(Component::end).max().orElseThrow();
    }

    /**
     * A part of the picture, where it lies.
     *
     * @param x      first luma column, a multiple of what shares a chroma sample, as {@code y}
     * @param y      first luma row
     * @param width  luma columns, to the right border if they are no such multiple, as {@code height}
     * @param height luma rows
     */
    public PictureFormat part(int x, int y, int width, int height) {
        List<Component> parts = components.stream().map(c -> {
            int across = shared(this.width, c.width());
            int down = shared(this.height, c.height());
            assert x % across == 0 && y % down == 0;
            int offset = c.offset() + y / down * c.rowStride() + x / across * c.pixelStride();
            return new Component(offset, c.rowStride(), c.pixelStride(), (width + across - 1) / across,
                    (height + down - 1) / down, c.depth(), c.shift());
        }).toList();
        return new PictureFormat(width, height, parts, colorimetry, chromaSite);
    }

    /** How many luma samples share one chroma sample along an axis: 1, 2 or 4. */
    private static int shared(int luma, int chroma) {
        int times = 1;
        while ((luma + times - 1) / times > chroma) {
            times *= 2;
        }
        return times;
    }
}
