package fastvsr.model.torch;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.PictureFormat;
import java.util.List;

/** A picture format as the numbers that {@code frames.page} reads. */
final class PictureLayout {
    private static final int HEAD = 7;
    private static final int PER_COMPONENT = 7;

    private PictureLayout() {
    }

    static long[] of(PictureFormat format) {
        List<Component> components = format.components();
        long[] layout = new long[HEAD + PER_COMPONENT * components.size()];
        put(layout, 0, format.width(), format.height(), model(format.colorimetry().model()),
                flag(format.colorimetry().fullRange()), flag(format.chromaSite().horizontalCosited()),
                flag(format.chromaSite().verticalCosited()), flag(hasUnusedBytes(format)));
        for (int i = 0; i < components.size(); i++) {
            Component c = components.get(i);
            put(layout, HEAD + PER_COMPONENT * i, c.offset(), c.rowStride(), c.pixelStride(), c.width(), c.height(),
                    c.depth(), c.shift());
        }
        return layout;
    }

    /** RGBx and its kin: a fourth sample per pixel that no component owns. */
    private static boolean hasUnusedBytes(PictureFormat format) {
        Component first = format.components().get(0);
        return format.colorimetry().model() == Colorimetry.Model.RGB && format.components().size() == 3
                && first.pixelStride() == 4 * first.sampleBytes();
    }

    private static long model(Colorimetry.Model model) {
        return switch (model) {
            case YCBCR -> 0;
            case RGB -> 1;
            case GRAY -> 2;
        };
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }

    private static void put(long[] layout, int first, long... values) {
        System.arraycopy(values, 0, layout, first, values.length);
    }
}
