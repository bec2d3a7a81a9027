package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The difference of two free energies says how far frames are from true ones, and which way to go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreeEnergyTest {
    private static final int SIDE = 32;
    private static final int COUNT = 8;
    private static final int STEPS = 300;
    /** Numbers of types in TorchScript. */
    private static final int SINGLE = 6;
    private static final int DOUBLE = 7;
    /** The energies of one step, and what the network is told by them. */
    private static final String JUDGE = """
            def judge(self, mine: Tensor, truth: Tensor, noise: Tensor, models: List[Tensor], count: Tensor) -> List[Tensor]:
              luma = torch.requires_grad_(torch.detach(mine), True)
              energies = self.energies(luma, truth, noise, models, float(count))
              slopes = torch.grad([energies[1] - energies[2]], [luma], None, None, False, False)
              slope = slopes[0]
              if slope is not None:
                energies = torch.add(energies, [slope])
              return energies

            def gradients(self, x: Tensor, noise: Tensor, models: List[Tensor], number: Tensor) -> List[Tensor]:
              weights = [torch.requires_grad_(torch.to(torch.detach(models[i]), int(number)), True) for i in range(12)]
              energy = self.free_energy(torch.to(x, int(number)), torch.to(noise, int(number)), weights)
              found = annotate(List[Tensor], [])
              for gradient in torch.grad([energy], weights, None, None, False, False):
                if gradient is not None:
                  torch.append(found, torch.to(torch.contiguous(gradient, memory_format=0), 6))
              return found
            """;

    private final TrainingPlan plan = new TrainingPlan("nano", 2, 2, 16, 1, 1e-3, Wear.NONE, new Terms(0, 0, 0, 1, 50), false, 1);
    private final TorchModule module = TorchModule.load(new NetworkSource(List.of(NetworkPage.load("film"),
            NetworkPage.load("freeenergy"), new NetworkPage("judge", JUDGE)), plan.terms().constants(),
            new Weights(Map.of(), Map.of())), true, "cpu", 1);
    private final TensorScope scope = module.newScope();
    private final List<HostTensor> afterBlurred = afterFollowing(FreeEnergyTest::blurred);

    @AfterAll
    void close() {
        scope.close();
        module.close();
    }

    @Test
    void both_autoencoders_learn() {
        float[] pictures = pictures(new Random(1));
        double before = judge(pictures, pictures, List.copyOf(Guides.fresh(plan).values())).truth();

        Verdict now = judge(blurred(pictures), pictures, afterBlurred);

        assertThat(now.truth()).isLessThan(before - 0.5);
        assertThat(now.lowerBound()).isLessThan(before - 0.5);
    }

    @Test
    void blurred_frames_have_more_free_energy_for_the_reference_than_for_the_lower_bound_that_followed_them() {
        float[] pictures = pictures(new Random(1));

        assertThat(judge(blurred(pictures), pictures, afterBlurred).gap()).isGreaterThan(0.1);
        assertThat(judge(pictures, pictures, afterBlurred).gap()).isNegative();
    }

    @Test
    void a_lower_bound_that_followed_true_frames_agrees_with_the_reference() {
        float[] pictures = pictures(new Random(1));

        double gap = judge(pictures, pictures, afterFollowing(frames -> frames)).gap();

        assertThat(Math.abs(gap)).isLessThan(0.05);
    }

    @Test
    void going_down_the_slope_makes_blurred_frames_steeper_and_brings_them_nearer_to_the_truth() {
        float[] pictures = pictures(new Random(1));
        float[] blurred = blurred(pictures);
        float[] slope = judge(blurred, pictures, afterBlurred).slope();

        float[] guided = new float[blurred.length];
        for (int i = 0; i < guided.length; i++) {
            guided[i] = blurred[i] - 0.02f * slope[i] / (float) Math.sqrt(meanSquare(slope, new float[slope.length]));
        }

        assertThat(steepness(guided)).isGreaterThan(1.05 * steepness(blurred));
        assertThat(meanSquare(guided, pictures)).isLessThan(0.98 * meanSquare(blurred, pictures));
    }

    @Test
    void gradients_are_those_of_double_precision() {
        List<float[]> exact = gradients(DOUBLE);

        List<float[]> singles = gradients(SINGLE);

        for (int i = 0; i < exact.size(); i++) {
            float[] none = new float[exact.get(i).length];
            assertThat(meanSquare(singles.get(i), exact.get(i))).as("gradient " + i).isLessThan(1e-6 * meanSquare(exact.get(i), none));
        }
    }

    /** Gradients of an autoencoder's layers, computed in a type by its TorchScript number; frames are as large as in training. */
    private List<float[]> gradients(int type) {
        Random random = new Random(3);
        try (TensorScope passing = module.newScope()) {
            Tensor frames = passing.floats(normal(random, 2 * 96 * 96), 2, 1, 96, 96);
            Tensor noise = passing.floats(normal(random, 2 * 96 * 96), 2, 16, 24, 24);
            List<Tensor> models = Guides.fresh(plan).values().stream().map(passing::of).toList();
            return module.train(passing, "gradients", frames, noise, models, type).stream().map(Tensor::floats).toList();
        }
    }

    private record Verdict(double truth, double reference, double lowerBound, float[] slope) {
        double gap() {
            return reference - lowerBound;
        }
    }

    /** The first step after a run. */
    private Verdict judge(float[] mine, float[] truth, List<HostTensor> models) {
        return judge(mine, truth, models.stream().map(scope::of).toList(), STEPS + 1);
    }

    private Verdict judge(float[] mine, float[] truth, List<Tensor> models, int step) {
        try (TensorScope passing = module.newScope()) {
            Random random = new Random(step);
            float[] noise = normal(random, COUNT * SIDE * SIDE);
            List<Tensor> verdict = module.train(passing, "judge", passing.floats(mine, COUNT, 1, SIDE, SIDE),
                    passing.floats(truth, COUNT, 1, SIDE, SIDE), passing.floats(noise, noise.length), models, step);
            return new Verdict(verdict.get(0).number(), verdict.get(1).number(), verdict.get(2).number(),
                    verdict.get(3).floats());
        }
    }


    private static float[] normal(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** The autoencoders after a run whose network makes {@code output} of true frames. */
    private List<HostTensor> afterFollowing(UnaryOperator<float[]> output) {
        List<Tensor> models = Guides.fresh(plan).values().stream().map(scope::of).toList();
        Random random = new Random(2);
        for (int step = 1; step <= STEPS; step++) {
            judge(output.apply(pictures(random)), pictures(random), models, step);
        }
        return models.stream().map(Tensor::toHost).toList();
    }

    /** Stripes of any direction and width with sharp edges. */
    private static float[] pictures(Random random) {
        float[] values = new float[COUNT * SIDE * SIDE];
        for (int n = 0; n < COUNT; n++) {
            double angle = random.nextDouble() * Math.PI;
            double period = 6 + 10 * random.nextDouble();
            double phase = 6 * random.nextDouble();
            for (int i = 0; i < SIDE * SIDE; i++) {
                double along = i % SIDE * Math.cos(angle) + i / SIDE * Math.sin(angle);
                values[n * SIDE * SIDE + i] = Math.sin(2 * Math.PI * along / period + phase) > 0 ? 0.7f : 0.3f;
            }
        }
        return values;
    }

    /** Means of 3x3 pixels, as far as they lie inside. */
    private static float[] blurred(float[] pictures) {
        float[] blurred = new float[pictures.length];
        for (int i = 0; i < blurred.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE % SIDE;
            float sum = 0;
            for (int k = 0; k < 9; k++) {
                int column = Math.min(SIDE - 1, Math.max(0, x + k % 3 - 1));
                int row = Math.min(SIDE - 1, Math.max(0, y + k / 3 - 1));
                sum += pictures[i + (row - y) * SIDE + column - x] / 9;
            }
            blurred[i] = sum;
        }
        return blurred;
    }

    private static double meanSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum / a.length;
    }

    /** Mean square of the steps between neighbours in a row. */
    private static double steepness(float[] pictures) {
        double sum = 0;
        for (int i = 1; i < pictures.length; i++) {
            sum += i % SIDE == 0 ? 0 : (pictures[i] - pictures[i - 1]) * (pictures[i] - pictures[i - 1]);
        }
        return sum / pictures.length;
    }
}
