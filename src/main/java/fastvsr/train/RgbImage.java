package fastvsr.train;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * An 8-bit RGB picture in Java memory.
 *
 * @param width   pixels in a row
 * @param height  rows
 * @param samples R, G, B of each pixel, row after row without gaps: {@code (height, width, 3)}
 */
public record RgbImage(int width, int height, byte[] samples) {
    public RgbImage {
        assert width > 0 && height > 0 && samples.length == 3 * width * height;
    }

    /** The value 0 to 255 of channel {@code c} (0 red, 1 green, 2 blue). */
    public int at(int x, int y, int c) {
        return samples[3 * (y * width + x) + c] & 0xff;
    }

    /** The part of {@code width} by {@code height} pixels whose upper left corner is {@code (left, top)}. */
    public RgbImage crop(int left, int top, int width, int height) {
        byte[] part = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, 3 * ((top + y) * this.width + left), part, 3 * y * width, 3 * width);
        }
        return new RgbImage(width, height, part);
    }

    /** How much there is to see in a part: the sum of the steps of green between pixels two apart, on every fourth row. */
    public long detail(int left, int top, int width, int height) {
        long sum = 0;
        for (int y = top; y < top + height; y += 4) {
            for (int x = left + 2; x < left + width; x += 2) {
                sum += Math.abs(at(x, y, 1) - at(x - 2, y, 1));
            }
        }
        return sum;
    }

    /** This picture with its last column and row repeated up to a larger size. */
    public RgbImage padded(int width, int height) {
        byte[] larger = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            int row = 3 * width * y;
            System.arraycopy(samples, 3 * this.width * Math.min(y, this.height - 1), larger, row, 3 * this.width);
            for (int i = 3 * this.width; i < 3 * width; i++) {
                larger[row + i] = larger[row + i - 3];
            }
        }
        return new RgbImage(width, height, larger);
    }

    /** The square of {@code side} pixels around the middle, mirrored beyond the edges. */
    public RgbImage mirroredCrop(int side) {
        byte[] square = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            int row = Resampling.mirrored(y + (height - side) / 2, height);
            for (int x = 0; x < side; x++) {
                int column = Resampling.mirrored(x + (width - side) / 2, width);
                System.arraycopy(samples, 3 * (row * width + column), square, 3 * (y * side + x), 3);
            }
        }
        return new RgbImage(side, side, square);
    }

    /** Decodes a PNG or JPEG; {@code name} is what an error calls it. */
    public static RgbImage decode(String name, byte[] file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException | RuntimeException e) {
            throw new IOException(name + ": the picture is damaged (" + e.getMessage() + "); remove or replace it", e);
        }
        if (image == null) {
            throw new IOException(name + ": neither a PNG nor a JPEG picture; remove or replace it");
        }
        return of(image);
    }

    /** Copies a picture of the Java desktop classes; transparency is left out. */
    public static RgbImage of(BufferedImage image) {
        boolean isGrey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        return isGrey ? ofGrey(image) : ofColours(image);
    }

    /** The samples as they are stored: {@code getRGB} takes grey for linear light, PNG and JPEG mean that of sRGB. */
    private static RgbImage ofGrey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int[] grey = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
        byte[] samples = new byte[3 * grey.length];
        for (int i = 0; i < grey.length; i++) {
            Arrays.fill(samples, 3 * i, 3 * i + 3, (byte) ((255 * grey[i] + most / 2) / most));
        }
        return new RgbImage(width, height, samples);
    }

    private static RgbImage ofColours(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] packed = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] samples = new byte[3 * packed.length];
        for (int i = 0; i < packed.length; i++) {
            samples[3 * i] = (byte) (packed[i] >> 16);
            samples[3 * i + 1] = (byte) (packed[i] >> 8);
            samples[3 * i + 2] = (byte) packed[i];
        }
        return new RgbImage(width, height, samples);
    }

    /** Copies this picture for the Java desktop classes, to be drawn or written. */
    public BufferedImage toBuffered() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = at(x, y, 0) << 16 | at(x, y, 1) << 8 | at(x, y, 2);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }
}
