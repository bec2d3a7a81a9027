package fastvsr.element;

import fastvsr.gst.VideoFrame;
import fastvsr.gst.VideoInfo;
import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.window.SceneCut;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/** Describes mapped GStreamer pictures to the network, byte for byte where they lie. */
final class Pictures {
    private static final VideoInfo.LumaWeights BT601 = new VideoInfo.LumaWeights(0.299, 0.114);
    /** Per axis of a part of the thumbnail; enough to calm noise and fine texture. */
    private static final int PLACES = 4;

    private Pictures() {
    }

    /** The picture in a mapped frame; valid until that is closed. */
    static Picture of(VideoInfo info, VideoFrame frame) {
        var format = format(info, component -> placed(component, frame.planeOffset(component.plane()), frame.rowStride(component.plane())));
        return frame.isOnGpu() ? new Picture(format, new Picture.OnGpu(frame.firstAddress(), frame.size()))
                : new Picture(format, frame.bytes());
    }

    /** Pictures with the default strides. */
    static PictureFormat usual(VideoInfo info) {
        return format(info, component -> placed(component, info.planeOffset(component.plane()), info.rowStride(component.plane())));
    }

    private static PictureFormat format(VideoInfo info, Function<VideoInfo.Component, Component> placing) {
        var site = new PictureFormat.ChromaSite(info.isChromaLeft(), info.isChromaTop());
        return new PictureFormat(info.width(), info.height(), info.components().stream().map(placing).toList(), colorimetry(info), site);
    }

    private static Component placed(VideoInfo.Component component, int planeOffset, int rowStride) {
        return new Component(planeOffset + component.offset(), rowStride, component.pixelStride(), component.width(),
                component.height(), component.depth(), component.shift());
    }

    private static Colorimetry colorimetry(VideoInfo info) {
        var weights = info.lumaWeights().orElse(BT601);
        return new Colorimetry(model(info), weights.kr(), weights.kb(), info.isFullRange());
    }

    private static Colorimetry.Model model(VideoInfo info) {
        return switch (info.model()) {
            case YUV -> Colorimetry.Model.YCBCR;
            case RGB -> Colorimetry.Model.RGB;
            case GRAY -> Colorimetry.Model.GRAY;
        };
    }

    /** Mean luma, or green, of equal parts of the picture, each looked at in a few places; 0 to 255. */
    static int[] thumbnail(Picture picture) {
        boolean isRgb = picture.format().colorimetry().model() == Colorimetry.Model.RGB;
        var component = picture.format().components().get(isRgb ? 1 : 0);
        var sums = new int[SceneCut.COLUMNS * SceneCut.ROWS];
        for (int row = 0; row < SceneCut.ROWS * PLACES; row++) {
            int y = row * component.height() / (SceneCut.ROWS * PLACES);
            for (int column = 0; column < SceneCut.COLUMNS * PLACES; column++) {
                int x = column * component.width() / (SceneCut.COLUMNS * PLACES);
                sums[row / PLACES * SceneCut.COLUMNS + column / PLACES] += sample(picture.bytes(), component, x, y);
            }
        }
        return Arrays.stream(sums).map(sum -> sum / (PLACES * PLACES)).toArray();
    }

    private static int sample(ByteBuffer bytes, Component component, int x, int y) {
        int at = component.offset() + y * component.rowStride() + x * component.pixelStride();
        int high = component.sampleBytes() == 2 ? Byte.toUnsignedInt(bytes.get(at + 1)) << 8 : 0;
        int word = Byte.toUnsignedInt(bytes.get(at)) | high;
        return word >> component.shift() >> component.depth() - 8;
    }
}
