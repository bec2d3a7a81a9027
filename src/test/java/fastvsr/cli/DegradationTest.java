package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fastvsr.train.CameraWear;
import fastvsr.train.RgbImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Degraded input is the same for everyone, mild, and of the size of what it was made of. */
class DegradationTest {
    @Test
    void the_camera_adds_noise_of_two_levels_together_and_one_on_each_channel() {
        try (CameraWear camera = new CameraWear()) {
            RgbImage worn = camera.wear(flat(80, 60, 120), 0);

            double[] apart = new double[80 * 60];
            double[] together = new double[80 * 60];
            for (int i = 0; i < apart.length; i++) {
                apart[i] = worn.at(i % 80, i / 80, 0) - worn.at(i % 80, i / 80, 2);
                together[i] = worn.at(i % 80, i / 80, 1);
            }
            assertThat(Arrays.stream(together).average().orElseThrow()).isCloseTo(120, within(0.2));
            assertThat(deviation(together)).isCloseTo(Math.sqrt(4 + 1 + 1 / 12.0), within(0.15));
            assertThat(deviation(apart)).isCloseTo(Math.sqrt(1 + 1 + 2 / 12.0), within(0.15));
        }
    }

    @Test
    void the_camera_blurs_an_edge_half_way_to_one_two_one() {
        byte[] samples = new byte[3 * 64 * 48];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i / 3 % 64 < 32 ? 80 : 160);
        }

        try (CameraWear camera = new CameraWear()) {
            RgbImage worn = camera.wear(new RgbImage(64, 48, samples), 3);

            assertThat(column(worn, 31)).isCloseTo(90, within(1.0));
            assertThat(column(worn, 32)).isCloseTo(150, within(1.0));
            assertThat(column(worn, 33)).isCloseTo(160, within(1.0));
        }
    }

    @Test
    void frames_in_a_row_go_through_h264_and_every_run_gives_the_same() {
        List<RgbImage> frames = List.of(flat(33, 27, 60), flat(33, 27, 120), flat(33, 27, 180), flat(33, 27, 120));

        try (Degradation first = new Degradation(); Degradation second = new Degradation()) {
            List<RgbImage> once = first.of(frames);
            List<RgbImage> again = second.of(frames);

            assertThat(once).hasSize(4);
            for (int i = 0; i < 4; i++) {
                assertThat(once.get(i).width()).isEqualTo(33);
                assertThat(once.get(i).height()).isEqualTo(27);
                assertThat(once.get(i).samples()).isEqualTo(again.get(i).samples());
                assertThat(mean(once.get(i))).isCloseTo(mean(frames.get(i)), within(0.7));
            }
            assertThat(once.get(1).samples()).isNotEqualTo(once.get(3).samples());
        }
    }

    @Test
    void a_picture_alone_goes_through_jpeg() {
        try (Degradation degradation = new Degradation()) {
            RgbImage once = degradation.of(List.of(flat(40, 24, 100))).get(0);

            assertThat(once.width()).isEqualTo(40);
            assertThat(mean(once)).isCloseTo(100, within(1.0));
        }
    }

    private static RgbImage flat(int width, int height, int level) {
        byte[] samples = new byte[3 * width * height];
        Arrays.fill(samples, (byte) level);
        return new RgbImage(width, height, samples);
    }

    private static double column(RgbImage image, int x) {
        double sum = 0;
        for (int y = 0; y < image.height(); y++) {
            sum += image.at(x, y, 1);
        }
        return sum / image.height();
    }

    private static double mean(RgbImage image) {
        double sum = 0;
        for (byte sample : image.samples()) {
            sum += sample & 0xff;
        }
        return sum / image.samples().length;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow());
    }
}
