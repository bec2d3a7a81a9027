package fastvsr.train;

/**
 * A real video codec, which training does not know more about.
 *
 * <p>Equal input gives equal output. Belongs to one thread at a time.
 */
public interface Recoder {
    /**
     * How strong the codec is.
     *
     * @param rateFactor constant rate factor as x264 counts, lower is better
     * @param bFrames    frames in a row that are predicted from both sides
     */
    record Setting(int rateFactor, int bFrames) {
    }

    /**
     * Encodes and decodes clips, one after the other; each begins with a frame that stands for itself.
     *
     * @param planes frames in I420 without gaps between rows, {@code side} pixels wide and high, a multiple of 8
     * @param frames frames per clip
     * @return as many frames, in the same form
     */
    byte[] recode(byte[] planes, int side, int frames, Setting setting);
}
