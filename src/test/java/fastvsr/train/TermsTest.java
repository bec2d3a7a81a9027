package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.Safetensors;
import fastvsr.model.WeightInitializer;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frequencies and features count what they should in the loss. */
class TermsTest {
    private static final int SIDE = 64;
    private static final Weights SQUEEZENET = WeightInitializer.initialize(NetworkPage.load("squeezenet"), Map.of(), Map.of(), 4);

    @TempDir
    private Path folder;

    private final TrainingPlan plan = plan(new Terms(0, 0, 1, 0, 0));
    private final Learner learner = learner(plan, Optional.of(SQUEEZENET));
    private final TorchModule module = learner.module();
    private final TensorScope scope = module.newScope();

    @AfterEach
    void close() {
        scope.close();
        learner.close();
    }

    @Test
    void features_measure_what_evaluate_measures() throws Exception {
        RgbImage image = new RgbImage(SIDE, SIDE, bytes(1));
        RgbImage truth = new RgbImage(SIDE, SIDE, bytes(2));
        Path file = folder.resolve("squeezenet.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(SQUEEZENET, out);
        }

        try (FeatureDistance evaluated = new FeatureDistance(file, 1)) {
            assertThat(features(rgb(image), rgb(truth))).isCloseTo(evaluated.between(image, truth), within(1e-5));
        }
    }

    @Test
    void colours_go_to_ycbcr_and_back() {
        float[] rgb = values(3 * SIDE * SIDE);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = rgb[i - i % 4]; // chroma of four pixels in a row is the same, so that half of it is enough
        }
        Tensor look = scope.floats(new float[] {0.2126f, 0.0722f}, 1, 2);
        Tensor ycbcr = module.call(scope, "to_ycbcr", scope.floats(rgb, 1, 1, 3, 1, (long) SIDE * SIDE), scope.floats(new float[] {0.2126f}, 1),
                scope.floats(new float[] {0.0722f}, 1)).get(0);
        float[] planes = ycbcr.floats();

        float[] back = module.call(scope, "to_rgb", scope.floats(java.util.Arrays.copyOf(planes, SIDE * SIDE), 1, 1, SIDE, SIDE),
                scope.floats(java.util.Arrays.copyOfRange(planes, SIDE * SIDE, planes.length), 1, 2, SIDE, SIDE), look).get(0).floats();

        for (int i = 0; i < back.length; i++) {
            assertThat(back[i]).isCloseTo(rgb[i], within(1e-5f));
        }
    }

    @Test
    void frequencies_count_a_difference_wherever_it_lies_and_none_for_equal_frames() {
        float[] spread = new float[SIDE * SIDE];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = (i + i / SIDE) % 2 == 0 ? 0.1f : -0.1f;
        }
        float[] point = new float[SIDE * SIDE];
        point[77] = 0.1f * SIDE; // of the same energy

        assertThat(frequencies(new float[SIDE * SIDE])).isCloseTo(0.001, within(1e-6));
        assertThat(frequencies(spread)).isCloseTo(0.001 + 0.1 * SIDE / (SIDE * (SIDE / 2 + 1)), within(1e-4));
        assertThat(frequencies(point)).isCloseTo(0.1, within(1e-3));
    }

    @Test
    void every_term_changes_what_the_network_learns() {
        float[] plain = afterOneStep(Terms.NONE, Optional.empty());

        assertThat(afterOneStep(Terms.NONE, Optional.empty())).isEqualTo(plain);
        assertThat(afterOneStep(new Terms(1, 0, 0, 0, 0), Optional.empty())).isNotEqualTo(plain);
        assertThat(afterOneStep(new Terms(0, 0.1, 0, 0, 0), Optional.empty())).isNotEqualTo(plain);
        assertThat(afterOneStep(new Terms(0, 0, 1, 0, 0), Optional.of(SQUEEZENET))).isNotEqualTo(plain);
        assertThat(afterOneStep(new Terms(0, 0, 0, 0.1, 0), Optional.empty())).isNotEqualTo(plain);
    }

    @Test
    void features_count_where_the_input_is_worn_alone() {
        assertThat(afterOneStep(new Terms(0, 0, 1, 0, 0), Optional.of(SQUEEZENET), 0))
                .isEqualTo(afterOneStep(Terms.NONE, Optional.empty(), 0));
    }

    @Test
    void blur_alone_is_no_wear_but_visible_noise_or_a_codec_is() {
        assertThat(worn(1, 0, 0, 0)).isZero();
        assertThat(worn(0, 0.004f, 0.004f, 0)).isZero();
        assertThat(worn(0, 0.011f, 0, 0)).isOne();
        assertThat(worn(0, 0, 0, 0.3f)).isOne();
    }

    @Test
    void squares_are_taken_frame_by_frame() {
        float[] difference = new float[2 * 16];
        difference[3] = 0.4f; // root of the mean square 0.1 in the first of two frames, none in the second

        Tensor distance = module.call(scope, "square_distance", scope.floats(difference, 1, 2, 1, 4, 4),
                scope.floats(new float[difference.length], 1, 2, 1, 4, 4)).get(0);

        assertThat(distance.number()).isCloseTo(0.05, within(1e-4));
    }

    @Test
    void before_its_time_the_lower_bound_changes_nothing_that_the_network_learns() {
        assertThat(afterOneStep(new Terms(0, 0, 0, 0.1, 1), Optional.empty()))
                .isEqualTo(afterOneStep(Terms.NONE, Optional.empty()));
    }

    @Test
    void weights_that_are_not_squeezenet_are_refused() {
        assertThatThrownBy(() -> learner(plan, Optional.of(new Weights(Map.of(), Map.of()))))
                .hasMessageContaining("conv1_weight");
    }

    @Test
    void a_negative_weight_is_refused() {
        assertThatThrownBy(() -> new Terms(0, 0, -1, 0, 0)).isInstanceOf(TrainingException.class)
                .hasMessageContaining("--feature-weight -1.0").hasMessageContaining("0 leaves");
    }

    private static TrainingPlan plan(Terms terms) {
        return new TrainingPlan("nano", 1, 2, 16, 1, 1e-3, Wear.NONE, terms, false, 1);
    }

    private static Learner learner(TrainingPlan plan, Optional<Weights> squeezeNet) {
        return new Learner(NetworkPage.load(Preset.PAGE), Snapshot.fresh(RandomWeights.of(Preset.NANO, 4), plan), plan, squeezeNet,
                "cpu", 1);
    }

    /** The numbers of a layer that every term reaches after a step on a worn clip. */
    private static float[] afterOneStep(Terms terms, Optional<Weights> squeezeNet) {
        return afterOneStep(terms, squeezeNet, 1);
    }

    private static float[] afterOneStep(Terms terms, Optional<Weights> squeezeNet, double degraded) {
        TrainingPlan plan = new TrainingPlan("nano", 1, 2, 16, 1, 1e-3, new Wear(degraded, 0, 0.5), terms, false, 1);
        Library library = new Library(List.of(Samples.photo(1)), List.of());
        try (Learner learner = learner(plan, squeezeNet); Studio studio = new Studio(learner.module(), library);
                TensorScope scope = learner.module().newScope()) {
            Clips clips = studio.shoot(scope, plan, new Random(1), Scene.Kind.CAMERA).clips();
            Batch batch = studio.show(scope, plan, clips, Script.random(plan, new Random(3), 1), new Random(1));
            learner.learn(scope, batch, 1, 1e-3, 0.1, 0.9);
            return learner.snapshot(1, 0, plan).weights().get("encode0_w").floats();
        }
    }

    private double worn(float blur, float commonNoise, float noise, float coarseness) {
        Tensor look = scope.floats(new float[] {0.299f, 0.114f, 0, blur, commonNoise, noise, coarseness, 1, 0, 0}, 1, 10);
        Tensor none = scope.floats(new float[1], 1);
        return module.call(scope, "worn", List.of(none, none, none, look, none)).get(0).number();
    }

    private double features(Tensor a, Tensor b) {
        List<Tensor> guides = new Guides(scope, plan, Optional.of(SQUEEZENET), Map.of()).tensors();
        return module.call(scope, "feature_distance", a, b, guides.subList(1, guides.size())).get(0).number();
    }

    private double frequencies(float[] difference) {
        return module.call(scope, "frequency_distance", scope.floats(difference, 1, 1, SIDE, SIDE),
                scope.floats(new float[SIDE * SIDE], 1, 1, SIDE, SIDE)).get(0).number();
    }

    private Tensor rgb(RgbImage image) {
        float[] planes = new float[3 * SIDE * SIDE];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = image.at(i % SIDE, i / SIDE % SIDE, i / SIDE / SIDE) / 255f;
        }
        return scope.floats(planes, 1, 3, SIDE, SIDE);
    }

    private static byte[] bytes(int seed) {
        byte[] samples = new byte[3 * SIDE * SIDE];
        new Random(seed).nextBytes(samples);
        return samples;
    }

    private static float[] values(int count) {
        Random random = new Random(6);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
