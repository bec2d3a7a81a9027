package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fastvsr.model.ElementType;
import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.Safetensors;
import fastvsr.model.WeightInitializer;
import fastvsr.model.Weights;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures of pictures say what they must where it can be known beforehand. */
class MeasuresTest {
    @TempDir
    private Path folder;

    @Test
    void feature_distance_is_zero_for_equal_pictures_and_grows_with_the_damage() throws Exception {
        RgbImage truth = texture(96, 80, 0, 0);

        try (FeatureDistance distance = new FeatureDistance(squeezenet(), 1)) {
            double same = distance.between(truth, truth);
            double little = distance.between(noisy(truth, 5), truth);
            double much = distance.between(noisy(truth, 40), truth);

            assertThat(same).isCloseTo(0, within(1e-9));
            assertThat(little).isGreaterThan(1e-5);
            assertThat(much).isGreaterThan(2 * little);
        }
    }

    @Test
    void pictures_that_move_as_the_truth_does_are_steady_and_flicker_is_measured_in_levels() {
        RgbImage before = texture(160, 128, 0, 0);
        RgbImage now = texture(160, 128, 9, -4);
        RgbImage brighter = brighter(now, 6);

        try (Steadiness steadiness = new Steadiness(1)) {
            List<Double> errors = steadiness.errors(new Steadiness.Step(now, before), List.of(
                    new Steadiness.Step(now, before), new Steadiness.Step(brighter, before), new Steadiness.Step(now, now)));

            assertThat(errors.get(0)).isLessThan(0.7);
            assertThat(errors.get(1)).isCloseTo(6, within(0.7));
            assertThat(errors.get(2)).isGreaterThan(5);
        }
    }

    @Test
    void where_the_truth_shows_a_cut_there_is_nothing_to_follow() {
        RgbImage before = noisy(brighter(new RgbImage(64, 64, new byte[3 * 64 * 64]), 20), 10);
        RgbImage now = brighter(before, 100);

        try (Steadiness steadiness = new Steadiness(1)) {
            assertThat(steadiness.errors(new Steadiness.Step(now, before), List.of(new Steadiness.Step(now, before))).get(0)).isNaN();
        }
    }

    @Test
    void niqe_finds_photos_like_those_it_knows_natural_and_damaged_ones_not() {
        List<RgbImage> photos = List.of(texture(480, 384, 0, 0), texture(480, 384, 31, 17), texture(480, 384, 60, 50));
        RgbImage other = texture(480, 384, 200, 90);

        Weights pristine = Naturalness.fit(photos, 1);

        try (Naturalness niqe = new Naturalness(pristine, 1)) {
            double natural = niqe.of(other);
            Resampling bicubic = Resampling.bicubic();
            double soft = niqe.of(bicubic.resize(bicubic.resize(other, 120, 96), 480, 384));

            assertThat(pristine.metadata()).containsEntry("photos", "3");
            assertThat(natural).isBetween(0.5, 5.0);
            assertThat(soft).isGreaterThan(2 * natural);
            assertThat(niqe.of(noisy(other, 40))).isGreaterThan(2 * natural);
        }
    }

    @Test
    void niqe_of_a_picture_without_two_blocks_is_no_number() {
        try (Naturalness niqe = new Naturalness(Naturalness.shipped(), 1)) {
            assertThat(niqe.of(texture(95, 300, 0, 0))).isNaN();
            assertThat(niqe.of(new RgbImage(300, 300, new byte[3 * 300 * 300]))).isNaN();
        }
    }

    /** SqueezeNet of random weights under the names of the real file. */
    private Path squeezenet() throws Exception {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        WeightInitializer.initialize(NetworkPage.load("squeezenet"), Map.of(), Map.of(), 4).tensors().forEach((name, tensor) ->
                tensors.put(name.replaceFirst("_(weight|bias)$", ".$1").replaceFirst("^(fire\\d)_", "$1/"), tensor.as(ElementType.F16)));
        Path file = folder.resolve("squeezenet.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(new Weights(Map.of(), tensors), out);
        }
        return file;
    }

    /** A picture of waves of many lengths, seen from a place that many pixels further right and down. */
    private static RgbImage texture(int width, int height, int left, int top) {
        byte[] samples = new byte[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            double x = i / 3 % width + left;
            double y = i / 3 / width + top;
            double wave = Math.sin(0.11 * x + 0.05 * y) + Math.sin(0.23 * y - 0.07 * x) + Math.sin(0.031 * x * Math.cos(0.02 * y))
                    + 0.5 * Math.sin(0.9 * x + 0.4 * y) + 0.3 * Math.sin(1.9 * y) * Math.sin(1.3 * x);
            samples[i] = (byte) (128 + 22 * wave);
        }
        return new RgbImage(width, height, samples);
    }

    private static RgbImage noisy(RgbImage image, double deviation) {
        Random random = new Random(9);
        byte[] samples = image.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, (samples[i] & 0xff) + deviation * random.nextGaussian()));
        }
        return new RgbImage(image.width(), image.height(), samples);
    }

    private static RgbImage brighter(RgbImage image, int levels) {
        byte[] samples = image.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (byte) levels;
        }
        return new RgbImage(image.width(), image.height(), samples);
    }
}
