package fastvsr.cli;

/** What is measured of upscaled clips. */
enum Measure {
    /** Peak signal-to-noise ratio of BT.601 luma in dB, 8 pixels of border left out. */
    PSNR_Y("Y-PSNR", "%8.3f"),
    /**
     * The same of frames from {@link Scoring#LATE} on, when the memory holds more than any training clip gave it: lower than the
     * twin's where the network drifts.
     */
    LATE_PSNR_Y("late", "%8.3f"),
    /** Structural similarity of the same luma. */
    SSIM_Y("Y-SSIM", "%8.4f"),
    /** Distance of SqueezeNet features to those of the truth. */
    FEATURES("features", "%8.4f"),
    /** NIQE, which does not know the truth. */
    NIQE("NIQE", "%8.3f"),
    /** Difference between consecutive pictures along the motion of the truth, in levels of luma. */
    WARPING_ERROR("warping", "%8.3f"),
    /** Warping error across borders of temporal groups in units of that inside, each in units of the truth's. */
    BORDER_JUMP("border", "%8.3f");

    private final String title;
    private final String format;

    Measure(String title, String format) {
        this.title = title;
        this.format = format;
    }

    /** Name in JSON. */
    String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Head of the column in a table. */
    String title() {
        return title;
    }

    /** The value as it stands in a column of 8 characters. */
    String format(double value) {
        return Double.isNaN(value) ? "       -" : String.format(format, value);
    }
}
