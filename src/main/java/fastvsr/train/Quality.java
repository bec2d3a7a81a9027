package fastvsr.train;

/**
 * How close a picture comes to the truth.
 *
 * @param psnr Y-PSNR in dB, at most {@link #HIGHEST_PSNR}
 * @param ssim Y-SSIM, 1 for equal pictures
 */
public record Quality(double psnr, double ssim) {
    /** The Y-PSNR of pictures that are equal or nearly so, dB: one black frame would make every mean infinite. */
    public static final double HIGHEST_PSNR = 100;

    /** Compares two pictures of one size on BT.601 luma without their borders. */
    public static Quality of(RgbImage image, RgbImage truth) {
        LumaPlane wanted = LumaPlane.of(truth);
        LumaPlane shown = LumaPlane.of(image);
        return new Quality(Math.min(HIGHEST_PSNR, shown.psnr(wanted)), shown.ssim(wanted));
    }
}
