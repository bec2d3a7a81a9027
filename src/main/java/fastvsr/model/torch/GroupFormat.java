package fastvsr.model.torch;

import fastvsr.model.ColorMatrix;
import fastvsr.model.ModelException;
import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import java.util.List;

/**
 * The formats of a temporal group, as the pages read them.
 *
 * @param from of the inputs
 * @param to   of the outputs
 */
record GroupFormat(PictureFormat from, PictureFormat to) {
    private static final String REMEDIES = ": end what else uses it (nvidia-smi), or scale the video down first";

    /**
     * The formats that all pictures of a group share.
     *
     * @param model the network
     * @throws IllegalArgumentException if they differ, there are more inputs than outputs and the network looks at, or an axis of
     *                                  the outputs is not 1 to {@code scale} times the inputs'
     */
    static GroupFormat of(List<Picture> inputs, List<Picture> outputs, ModelSpec model) {
        GroupFormat format = new GroupFormat(common(inputs), common(outputs));
        int scale = model.scale();
        int following = inputs.size() - outputs.size();
        if (following < 0 || following > model.lookAhead() || !format.isWithin(scale)) {
            PictureFormat from = format.from();
            PictureFormat to = format.to();
            throw new IllegalArgumentException(outputs.size() + " pictures of " + to.width() + "x" + to.height()
                    + " cannot hold " + inputs.size() + " of " + from.width() + "x" + from.height() + " times 1 to " + scale);
        }
        return format;
    }

    private boolean isWithin(int scale) {
        return isWithin(scale, from.width(), to.width()) && isWithin(scale, from.height(), to.height());
    }

    private static boolean isWithin(int scale, int from, int to) {
        return to >= from && to <= (long) scale * from;
    }

    private static PictureFormat common(List<Picture> pictures) {
        PictureFormat format = pictures.get(0).format();
        if (pictures.stream().anyMatch(picture -> !picture.format().equals(format))) {
            throw new IllegalArgumentException("the pictures of a temporal group differ in format");
        }
        return format;
    }

    long[] layout() {
        return PictureLayout.of(from);
    }

    long[] outputLayout() {
        return PictureLayout.of(to);
    }

    double[] before() {
        return ColorMatrix.beforeNetwork(from.colorimetry(), to.colorimetry());
    }

    double[] behind() {
        return ColorMatrix.behindNetwork(from.colorimetry(), to.colorimetry());
    }

    double[] lumaWeights() {
        return ColorMatrix.lumaWeights(from.colorimetry(), to.colorimetry());
    }

    /**
     * The error of a device whose memory is too small.
     *
     * @param tried what did not help, in words that follow the size
     */
    ModelException tooLarge(String tried, ModelException failure) {
        return new ModelException(ModelException.Cause.MEMORY, "the GPU's memory does not hold one frame of " + from.width() + "x"
                + from.height() + tried + REMEDIES, failure);
    }

    /** The error of a device whose memory is too small for pictures alone. */
    ModelException noRoom(int frames, ModelException failure) {
        return new ModelException(ModelException.Cause.MEMORY, "the GPU's memory does not hold pictures of " + from.width() + "x"
                + from.height() + ", upscaled to " + to.width() + "x" + to.height() + ", not even " + frames + " at a time" + REMEDIES, failure);
    }
}
