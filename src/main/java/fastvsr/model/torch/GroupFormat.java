package fastvsr.model.torch;

import fastvsr.model.ColorMatrix;
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
    /**
     * The formats that all pictures of a group share.
     *
     * @param scale of the network
     * @throws IllegalArgumentException if they differ, or the outputs are not the inputs' size times {@code scale}
     */
    static GroupFormat of(List<Picture> inputs, List<Picture> outputs, int scale) {
        GroupFormat format = new GroupFormat(common(inputs), common(outputs));
        PictureFormat from = format.from();
        PictureFormat to = format.to();
        if (inputs.size() != outputs.size() || to.width() != scale * from.width() || to.height() != scale * from.height()) {
            throw new IllegalArgumentException(outputs.size() + " pictures of " + to.width() + "x" + to.height()
                    + " cannot hold " + inputs.size() + " of " + from.width() + "x" + from.height() + " times " + scale);
        }
        return format;
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
}
