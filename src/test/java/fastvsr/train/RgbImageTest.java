package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RgbImageTest {
    @ParameterizedTest
    @CsvSource({"10, png, 128, 128", "10, jpg, 128, 128", "11, png, 40000, 156", "11, png, 65535, 255"}) // TYPE_BYTE_GRAY and TYPE_USHORT_GRAY
    void grey_is_as_bright_as_it_is_stored(int type, String format, int stored, int expected) throws Exception {
        BufferedImage grey = new BufferedImage(16, 8, type);
        for (int i = 0; i < 16 * 8; i++) {
            grey.getRaster().setSample(i % 16, i / 16, 0, stored);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(grey, format, file);

        RgbImage image = RgbImage.decode("grey", file.toByteArray());

        assertThat(image.samples()).containsOnly(expected);
    }
}
