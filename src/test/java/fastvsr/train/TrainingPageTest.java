package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What training shows the network, and that it trains what is used later. */
class TrainingPageTest {
    private static final int SIDE = 16;
    private static final int CLIPS = 2;
    private static final int FRAMES = 3;

    private final Learner learner = learner(false);
    private final TorchModule module = learner.module();
    private final TensorScope scope = module.newScope();

    @AfterEach
    void close() {
        scope.close();
        learner.close();
    }

    private static Learner learner(boolean bfloat16) {
        TrainingPlan plan = new TrainingPlan("nano", CLIPS, FRAMES, SIDE, 1, 1e-3, Wear.NONE, Terms.NONE, bfloat16, 1);
        Weights weights = RandomWeights.of(Preset.NANO, 4);
        return new Learner(NetworkPage.load(Preset.PAGE), Snapshot.fresh(weights, plan), plan, "cpu", 1);
    }

    private static float[] waves(int count) {
        Random random = new Random(8);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.4 + 0.3 * Math.sin(i * 0.2) + 0.1 * random.nextGaussian());
        }
        return values;
    }

    private static Tensor frames(TensorScope scope) {
        return scope.floats(waves(CLIPS * FRAMES * 3 * SIDE * SIDE), CLIPS, FRAMES, 3, SIDE, SIDE);
    }

    @Test
    void clips_seen_at_once_become_what_their_frames_become_one_by_one() {
        float[] together = module.call(scope, "unroll", frames(scope)).get(0).floats();

        int clip = FRAMES * 3 * SIDE * SIDE;
        for (int i = 0; i < CLIPS; i++) {
            float[] input = java.util.Arrays.copyOfRange(waves(CLIPS * clip), i * clip, (i + 1) * clip);
            float[] alone = module.call(scope, "upscale", scope.floats(input, FRAMES, 3, SIDE, SIDE), java.util.List.of())
                    .get(0).floats();
            for (int at = 0; at < alone.length; at++) {
                assertThat(together[i * alone.length + at]).isCloseTo(alone[at], within(4e-4f));
            }
        }
    }

    @Test
    void a_clip_out_of_focus_has_a_soft_truth_and_the_input_that_such_a_truth_gives() {
        float[] values = waves(CLIPS * FRAMES * 3 * 16 * SIDE * SIDE);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(1, Math.max(0, values[i]));
        }
        Tensor video = scope.floats(values, CLIPS, FRAMES, 3, 4 * SIDE, 4 * SIDE);

        List<Tensor> sharp = prepared(video, 0);
        List<Tensor> soft = prepared(video, 1);
        List<Tensor> ofSoft = prepared(module.call(scope, "defocused", video).get(0), 0);

        assertThat(steepness(soft.get(1))).isLessThan(steepness(sharp.get(1)) / 4);
        assertThat(largestDifference(soft.get(0), ofSoft.get(0))).as("input, rounded to codes").isLessThan(1.01 / 255);
        assertThat(largestDifference(soft.get(1), ofSoft.get(1))).as("truth").isLessThan(1e-5);
    }

    /** Input and truth of clips shown with that softness. */
    private List<Tensor> prepared(Tensor video, float softness) {
        float[] look = {0.299f, 0.114f, 0, 0, 0, 0, 0, 1, 0, softness, 0.299f, 0.114f, 0, 0, 0, 0, 0, 1, 0, softness};
        Resampling bicubic = Resampling.bicubic();
        List<Tensor> tables = List.of(scope.floats(bicubic.matrix(4 * SIDE, SIDE), SIDE, 4 * SIDE),
                scope.floats(bicubic.matrix(SIDE, 4 * SIDE), 4 * SIDE, SIDE), scope.floats(Codec.transform(SIDE), SIDE, SIDE),
                scope.floats(Codec.steps(SIDE), SIDE, SIDE));
        return module.call(scope, "prepare", video, scope.floats(look, CLIPS, Script.LOOK),
                scope.floats(new float[CLIPS * FRAMES * 3 * SIDE * SIDE], CLIPS * FRAMES * 3L * SIDE * SIDE), tables);
    }

    private static double largestDifference(Tensor a, Tensor b) {
        float[] mine = a.floats();
        float[] other = b.floats();
        return IntStream.range(0, mine.length).mapToDouble(i -> Math.abs(mine[i] - other[i])).max().orElseThrow();
    }

    /** Mean difference of neighbours. */
    private static double steepness(Tensor luma) {
        float[] values = luma.floats();
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            sum += Math.abs(values[i] - values[i - 1]);
        }
        return sum / values.length;
    }

    @Test
    void bfloat16_changes_the_result_a_little_and_only_a_little() {
        float[] singles = module.call(scope, "unroll", frames(scope)).get(0).floats();
        float[] rounded;
        try (Learner coarse = learner(true); TensorScope other = coarse.module().newScope()) {
            rounded = coarse.module().call(other, "unroll", frames(other)).get(0).floats();
        }

        double worst = 0;
        double sum = 0;
        for (int i = 0; i < singles.length; i++) {
            worst = Math.max(worst, Math.abs(singles[i] - rounded[i]));
            sum += Math.abs(singles[i] - rounded[i]);
        }
        assertThat(worst).isPositive();
        assertThat(sum / singles.length).isLessThan(0.02);
    }

    @Test
    void cosine_transform_keeps_the_energy_and_its_transpose_undoes_it() {
        float[] matrix = Codec.transform(SIDE);

        for (int a = 0; a < SIDE; a++) {
            for (int b = 0; b < SIDE; b++) {
                double product = 0;
                for (int i = 0; i < SIDE; i++) {
                    product += matrix[a * SIDE + i] * matrix[b * SIDE + i];
                }
                assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-6));
            }
        }
    }

    @Test
    void compression_leaves_clean_clips_alone_and_flattens_the_others_the_more_the_coarser_it_is() {
        double mild = change(0, 0.5f);
        double strong = change(0, 2);

        assertThat(mild).isBetween(0.003, 0.05);
        assertThat(strong).isGreaterThan(1.5 * mild);
    }

    /** Mean change of the second clip; the first one, compressed with {@code clean}, has to stay as it was. */
    private double change(float clean, float coarse) {
        float[] compressed = module.call(scope, "compress", frames(scope), scope.floats(new float[] {clean, coarse}, CLIPS),
                scope.floats(Codec.transform(SIDE), SIDE, SIDE), scope.floats(Codec.steps(SIDE), SIDE, SIDE)).get(0).floats();
        float[] before = waves(compressed.length);
        int half = compressed.length / 2;
        double sum = 0;
        for (int i = 0; i < half; i++) {
            assertThat(compressed[i]).isEqualTo(before[i]);
            sum += Math.abs(compressed[half + i] - before[half + i]);
        }
        return sum / half;
    }
}
