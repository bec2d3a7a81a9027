package fastvsr.cli;

import fastvsr.train.CameraWear;
import fastvsr.train.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The degraded input of {@code evaluate}, the same for everyone: mild blur and noise ({@link CameraWear}), then the encoding
 * that is usual for the kind: H.264 at constant quality 23 for frames in a row, JPEG of quality 75 for a picture alone.
 */
final class Degradation implements AutoCloseable {
    private final CameraWear camera = new CameraWear();
    private final H264 encoder = new H264();

    /** Degrades the small frames of a clip, all of one size. */
    List<RgbImage> of(List<RgbImage> frames) {
        List<RgbImage> worn = new ArrayList<>();
        for (RgbImage frame : frames) {
            worn.add(camera.wear(frame, worn.size()));
        }
        return worn.size() == 1 ? List.of(jpeg(worn.get(0))) : encoder.roundTrip(worn);
    }

    private static RgbImage jpeg(RgbImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image.toBuffered(), "jpg", file); // quality 75, the library's default
            return RgbImage.decode("degraded picture", file.toByteArray());
        } catch (IOException e) {
            throw new CommandException("a picture cannot be encoded as JPEG: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        camera.close();
        encoder.close();
    }
}
