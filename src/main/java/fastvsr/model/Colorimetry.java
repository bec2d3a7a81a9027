package fastvsr.model;

/**
 * What the sample values of a picture mean.
 *
 * <p>YCbCr with the luma weights {@code kr} and {@code kb} (BT.601: 0.299, 0.114; BT.709: 0.2126, 0.0722; BT.2020:
 * 0.2627, 0.0593), RGB, or grey alone. Limited range maps black to 16 and white to 235 (chroma 16 to 240) in units of
 * an 8-bit code; full range uses all codes (ITU-R BT.601-7, BT.709-6, BT.2100-2).
 *
 * @param model     which components there are
 * @param kr        weight of red in luma; for RGB the weights used to reach luma
 * @param kb        weight of blue in luma
 * @param fullRange whether all codes are used
 */
public record Colorimetry(Model model, double kr, double kb, boolean fullRange) {
    /** The components of a colour model, in the order in which {@link PictureFormat#components()} lists them. */
    public enum Model { YCBCR, RGB, GRAY }

    /** RGB as computers draw it, with BT.601 luma weights. */
    public static final Colorimetry SRGB = new Colorimetry(Model.RGB, 0.299, 0.114, true);
    /** Standard definition video, limited range. */
    public static final Colorimetry BT601 = new Colorimetry(Model.YCBCR, 0.299, 0.114, false);
    /** High definition video, limited range. */
    public static final Colorimetry BT709 = new Colorimetry(Model.YCBCR, 0.2126, 0.0722, false);
}
