package fastvsr.cli;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import fastvsr.train.RgbImage;
import java.nio.ByteBuffer;
import java.util.List;

/** Runs a super-resolver on RGB pictures of Java memory; what it complains of becomes {@link Notes}. */
final class RgbUpscaler {
    private final SuperResolver resolver;

    RgbUpscaler(SuperResolver resolver) {
        this.resolver = resolver;
    }

    /** Upscales a temporal group of pictures of one size: the first {@code count} of those seen. */
    List<RgbImage> upscale(List<RgbImage> seen, int count) {
        int scale = resolver.model().scale();
        List<Picture> inputs = seen.stream().limit(count + resolver.model().lookAhead()).map(RgbUpscaler::picture).toList();
        List<Picture> outputs = seen.stream().limit(count)
                .map(image -> empty(image.width() * scale, image.height() * scale)).toList();
        resolver.upscale(inputs, outputs);
        resolver.takeComplaint().ifPresent(Notes::tell);
        return outputs.stream().map(RgbUpscaler::image).toList();
    }

    private static Picture picture(RgbImage image) {
        Picture picture = empty(image.width(), image.height());
        picture.bytes().duplicate().put(image.samples());
        return picture;
    }

    private static RgbImage image(Picture picture) {
        byte[] samples = new byte[(int) picture.format().size()];
        picture.bytes().duplicate().get(samples);
        return new RgbImage(picture.format().width(), picture.format().height(), samples);
    }

    private static Picture empty(int width, int height) {
        PictureFormat format = new PictureFormat(width, height,
                List.of(channel(0, width, height), channel(1, width, height), channel(2, width, height)),
                Colorimetry.SRGB, PictureFormat.ChromaSite.CENTRE);
        return new Picture(format, ByteBuffer.allocateDirect(3 * width * height));
    }

    private static Component channel(int offset, int width, int height) {
        return new Component(offset, 3 * width, 3, width, height, 8, 0);
    }
}
