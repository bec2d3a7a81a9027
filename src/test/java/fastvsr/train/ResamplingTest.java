package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Resizing keeps the laws of MATLAB's imresize. */
class ResamplingTest {
    private final Resampling bicubic = Resampling.bicubic();

    @Test
    void a_flat_picture_stays_flat_at_any_size() {
        RgbImage flat = noise(13, 9, 0);

        RgbImage larger = bicubic.resize(flat, 52, 36);
        RgbImage smaller = Resampling.lanczos3().resize(flat, 3, 2);

        assertThat(larger.samples()).containsOnly(flat.samples()[0]);
        assertThat(smaller.samples()).containsOnly(flat.samples()[0]);
    }

    @Test
    void a_ramp_reduced_to_a_quarter_is_sampled_at_pixel_centres() {
        double[] ramp = new double[64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 3 * i;
        }

        double[] quarter = bicubic.resize(ramp, 64, 16, 1, 1);

        for (int i = 2; i < 14; i++) { // the outer two see the mirrored border
            assertThat(quarter[i]).isCloseTo(3 * (4 * i + 1.5), within(1e-9));
        }
    }

    @Test
    void an_impulse_reduced_to_a_quarter_shows_the_stretched_cubic() {
        double[] impulse = new double[32];
        impulse[16] = 1;

        double[] quarter = bicubic.resize(impulse, 32, 8, 1, 1);

        // distances (16 - (4 i + 1.5)) / 4 = 1.625, 0.625, -0.375, -1.375; a = -0.5, weights sum to 4 before division
        assertThat(quarter[3]).isCloseTo(cubic(0.625) / 4, within(1e-12));
        assertThat(quarter[4]).isCloseTo(cubic(0.375) / 4, within(1e-12));
        assertThat(quarter[2]).isCloseTo(cubic(1.625) / 4, within(1e-12));
        assertThat(quarter[6]).isZero();
    }

    @Test
    void four_times_up_has_the_textbook_weights_of_matlab() {
        double[] impulse = {0, 0, 0, 1, 0, 0, 0};

        double[] up = bicubic.resize(impulse, 7, 28, 1, 1);

        assertThat(up[12]).isCloseTo(0.7275390625, within(1e-12)); // distance 0.375
        assertThat(up[13]).isCloseTo(0.9638671875, within(1e-12)); // distance 0.125
        assertThat(up[9]).isCloseTo(cubic(1.125), within(1e-12));
    }

    @Test
    void moving_the_picture_by_four_pixels_moves_the_quarter_by_one() {
        RgbImage wide = noise(80, 24, 7);

        RgbImage left = bicubic.resize(wide.crop(0, 0, 72, 24), 18, 6);
        RgbImage right = bicubic.resize(wide.crop(4, 0, 72, 24), 18, 6);

        assertThat(left.crop(3, 0, 12, 6).samples()).isEqualTo(right.crop(2, 0, 12, 6).samples());
    }

    private static double cubic(double x) {
        return x <= 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2;
    }

    private static RgbImage noise(int width, int height, long seed) {
        byte[] samples = new byte[3 * width * height];
        if (seed == 0) {
            java.util.Arrays.fill(samples, (byte) 201);
        } else {
            new Random(seed).nextBytes(samples);
        }
        return new RgbImage(width, height, samples);
    }
}
