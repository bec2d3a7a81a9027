package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** PSNR and SSIM agree with what can be worked out by hand. */
class QualityTest {
    @Test
    void ten_grey_levels_off_everywhere_is_29_45_db() {
        Quality quality = Quality.of(grey(110), grey(100));

        double error = 10 * 219 / 255.0; // BT.601 luma spans 219 of 255 levels
        assertThat(quality.psnr()).isCloseTo(20 * Math.log10(255 / error), within(1e-9));
    }

    @Test
    void flat_pictures_differ_only_in_the_luminance_term_of_ssim() {
        Quality quality = Quality.of(grey(110), grey(100));

        double a = 16 + 110 * 219 / 255.0;
        double b = 16 + 100 * 219 / 255.0;
        double c = 2.55 * 2.55;
        assertThat(quality.ssim()).isCloseTo((2 * a * b + c) / (a * a + b * b + c), within(1e-9));
    }

    @Test
    void equal_pictures_have_100_db_that_a_mean_survives_and_ssim_one() {
        RgbImage picture = noise(40, 31);

        Quality quality = Quality.of(picture, picture);

        assertThat(quality.psnr()).isEqualTo(100);
        assertThat(quality.ssim()).isCloseTo(1, within(1e-12));
    }

    @Test
    void eight_pixels_along_the_border_do_not_count() {
        RgbImage picture = noise(40, 31);
        byte[] framed = picture.samples().clone();
        Arrays.fill(framed, 0, 3 * 40 * 8, (byte) 0);

        Quality quality = Quality.of(new RgbImage(40, 31, framed), picture);

        assertThat(quality.psnr()).isEqualTo(100);
    }

    @Test
    void a_picture_that_is_all_border_is_refused_with_its_size() {
        RgbImage tiny = noise(26, 40);

        assertThatThrownBy(() -> Quality.of(tiny, tiny)).hasMessageContaining("26x40").hasMessageContaining("27");
    }

    private static RgbImage grey(int level) {
        byte[] samples = new byte[3 * 32 * 32];
        Arrays.fill(samples, (byte) level);
        return new RgbImage(32, 32, samples);
    }

    private static RgbImage noise(int width, int height) {
        byte[] samples = new byte[3 * width * height];
        new Random(5).nextBytes(samples);
        return new RgbImage(width, height, samples);
    }
}
