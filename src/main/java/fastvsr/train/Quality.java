package fastvsr.train;

/**
 * How close a picture comes to the truth.
 *
 * @param psnr Y-PSNR in dB
 * @param ssim Y-SSIM, 1 for equal pictures
 */
public record Quality(double psnr, double ssim) {
    /** Compares two pictures of one size on BT.601 luma without their borders. */
    public static Quality of(RgbImage image, RgbImage truth) {
        LumaPlane wanted = LumaPlane.of(truth);
        LumaPlane shown = LumaPlane.of(image);
        return new Quality(shown.psnr(wanted), shown.ssim(wanted));
    }
}
