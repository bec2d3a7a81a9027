package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The flow that comes with a synthetic clip is exact. */
class FilmTest {
    private static final int SIDE = 128;
    private static final int SMALL = SIDE / 4;
    private static final int FRAMES = 3;

    @Test
    void a_place_looks_the_same_where_its_flow_says_it_was_one_frame_before() {
        TrainingPlan plan = new TrainingPlan("nano", 6, FRAMES, SMALL, 1e-3, 0, 1);
        Library library = new Library(List.of(Samples.photo(1), Samples.photo(2), Samples.photo(3)), List.of());
        try (Learner learner = new Learner(NetworkPage.load("fastvsr"),
                Snapshot.fresh(Preset.NANO.untrained(1), plan), SMALL, "cpu", 1);
                Studio studio = new Studio(learner.module(), library);
                TensorScope scope = learner.module().newScope()) {
            Batch batch = studio.shoot(scope, plan, new Random(4), Scene.Kind.INDEPENDENT);

            Differences differences = compare(batch);

            assertThat(differences.known()).isGreaterThan(0.6);
            assertThat(differences.moved()).isGreaterThan(0.5);
            assertThat(differences.alongFlow()).isLessThan(0.012);
            assertThat(differences.alongFlow()).isLessThan(differences.inPlace() / 5);
        }
    }

    private record Differences(double known, double moved, double alongFlow, double inPlace) {
    }

    private static Differences compare(Batch batch) {
        float[] video = batch.video().get(0).floats();
        float[] flow = batch.flow().get(0).floats();
        float[] seen = batch.seen().get(0).floats();
        int clips = seen.length / (FRAMES * SMALL * SMALL);
        double[] sums = new double[4];
        int places = clips * (FRAMES - 1) * SMALL * SMALL;
        for (int clip = 0; clip < clips; clip++) {
            for (int t = 1; t < FRAMES; t++) {
                int frame = clip * FRAMES + t;
                for (int at = 0; at < SMALL * SMALL; at++) {
                    if (seen[frame * SMALL * SMALL + at] > 0) {
                        add(sums, video, frame, at, flow[frame * 2 * SMALL * SMALL + at],
                                flow[(frame * 2 + 1) * SMALL * SMALL + at]);
                    }
                }
            }
        }
        return new Differences(sums[0] / places, sums[1] / sums[0], sums[2] / sums[0], sums[3] / sums[0]);
    }

    private static void add(double[] sums, float[] video, int frame, int at, float dx, float dy) {
        double x = 4 * (at % SMALL) + 1.5;
        double y = 4 * (at / SMALL) + 1.5;
        double now = green(video, frame, x, y);
        sums[0]++;
        sums[1] += Math.hypot(dx, dy) > 0.25 ? 1 : 0;
        sums[2] += Math.abs(green(video, frame - 1, x + 4 * dx, y + 4 * dy) - now);
        sums[3] += Math.abs(green(video, frame - 1, x, y) - now);
    }

    /** Green at a place between pixels, bilinear. */
    private static double green(float[] video, int frame, double x, double y) {
        int left = (int) Math.min(SIDE - 2, Math.max(0, Math.floor(x)));
        int top = (int) Math.min(SIDE - 2, Math.max(0, Math.floor(y)));
        int at = ((frame * 3 + 1) * SIDE + top) * SIDE + left;
        double fx = x - left;
        double fy = y - top;
        return (video[at] * (1 - fx) + video[at + 1] * fx) * (1 - fy)
                + (video[at + SIDE] * (1 - fx) + video[at + SIDE + 1] * fx) * fy;
    }
}
