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
}
