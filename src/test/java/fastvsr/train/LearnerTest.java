package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.Weights;
import fastvsr.model.WeightInitializer;
import fastvsr.model.torch.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerTest {
    @Test
    void runs() {
        Library lib = new Library(List.of(photo(1), photo(2), photo(3)), List.of());
        TrainingPlan plan = new TrainingPlan("nano", 2, 3, 16, 1e-3, 0.25, 7);
        Weights w = Preset.NANO.untrained(1);
        try (Learner learner = new Learner(NetworkPage.load("fastvsr"), Snapshot.fresh(w, plan), 16, "cpu", 2);
             Studio studio = new Studio(learner.module(), lib)) {
            for (int i = 1; i <= 30; i++) {
                long t0 = System.nanoTime();
                try (TensorScope scope = learner.module().newScope()) {
                    Batch batch = studio.shoot(scope, plan, new Random(i));
                    long t1 = System.nanoTime();
                    learner.learn(scope, batch, i, 1e-3, .1, .9);
                    System.out.println((t1 - t0) / 1000000 + " ms film, " + (System.nanoTime() - t1) / 1000000 + " ms learn "
                        + java.util.Arrays.toString(learner.report()));
                }
            }
        }
    }
    static Library.Item photo(int seed) {
        byte[] s = new byte[3 * 640 * 640];
        Random r = new Random(seed);
        for (int i = 0; i < s.length; i++) {
            int x = i / 3 % 640, y = i / 3 / 640;
            s[i] = (byte) (128 + 100 * Math.sin(x * .05 * seed + y * .1) * Math.cos(y * .3 / seed));
        }
        return new Library.Item("x", new RgbImage(640, 640, s));
    }
}
