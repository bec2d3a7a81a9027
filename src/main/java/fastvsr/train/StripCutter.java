package fastvsr.train;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Cuts film strips for training out of consecutive frames: half the size of the video, where there is most detail. */
public final class StripCutter {
    private static final int CANDIDATES = 12;
    private static final double HALF = 0.5;
    private static final double THIRD = 1 / 3.0;
    private static final int LARGE = 1200;
    private static final float JPEG_QUALITY = 0.95f;

    private final Random random;

    /** Equal seeds cut equal places. */
    public StripCutter(long seed) {
        random = new Random(seed);
    }

    /**
     * One strip of {@link Library#STRIP_FRAMES} frames, frames of one size.
     *
     * @throws TrainingException if the frames are smaller than a strip
     */
    public RgbImage cut(String name, List<RgbImage> frames) {
        RgbImage first = frames.get(0);
        int shorter = Math.min(first.width(), first.height());
        if (shorter < Library.STRIP_SIDE) {
            throw new TrainingException(name + ": frames of " + first.width() + "x" + first.height()
                    + " are smaller than the " + Library.STRIP_SIDE + " pixels of a film strip; leave it out");
        }
        double scale = Math.max((double) Library.STRIP_SIDE / shorter, shorter > LARGE ? THIRD : HALF);
        int side = (int) Math.round(Library.STRIP_SIDE / scale);
        int[] place = mostDetailed(first, side);
        List<RgbImage> pieces = new ArrayList<>();
        for (RgbImage frame : frames) {
            pieces.add(Resampling.bicubic().resize(frame.crop(place[0], place[1], side, side), Library.STRIP_SIDE,
                    Library.STRIP_SIDE));
        }
        return stacked(pieces);
    }

    /** A picture as a JPEG file of high quality. */
    public static byte[] jpeg(RgbImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(JPEG_QUALITY);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            BufferedImage pixels = image.toBuffered();
            writer.write(null, new IIOImage(pixels, null, null), parameters);
        }
        writer.dispose();
        return file.toByteArray();
    }

    private int[] mostDetailed(RgbImage frame, int side) {
        int[] best = {0, 0};
        long most = -1;
        for (int i = 0; i < CANDIDATES; i++) {
            int left = random.nextInt(frame.width() - side + 1);
            int top = random.nextInt(frame.height() - side + 1);
            long detail = frame.detail(left, top, side, side);
            if (detail > most) {
                most = detail;
                best = new int[] {left, top};
            }
        }
        return best;
    }

    private static RgbImage stacked(List<RgbImage> pieces) {
        int width = pieces.get(0).width();
        int height = pieces.get(0).height();
        byte[] samples = new byte[3 * width * height * pieces.size()];
        for (int i = 0; i < pieces.size(); i++) {
            System.arraycopy(pieces.get(i).samples(), 0, samples, 3 * width * height * i, 3 * width * height);
        }
        return new RgbImage(width, height * pieces.size(), samples);
    }
}
