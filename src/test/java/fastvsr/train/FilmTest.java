package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The flow that comes with a synthetic clip is exact. */
class FilmTest {
    private static final int SIDE = 128;
    private static final int SMALL = SIDE / 4;
    private static final int FRAMES = 3;

    private final TrainingPlan plan = new TrainingPlan("nano", 6, FRAMES, SMALL, 1, 1e-3, Wear.NONE, Terms.NONE, false, 1);
    private final Learner learner = new Learner(NetworkPage.load("fastvsr"), Snapshot.fresh(Preset.NANO.untrained(1), plan), plan, "cpu", 1);
    private final Studio studio =
            new Studio(learner.module(), new Library(List.of(Samples.photo(1), Samples.photo(2), Samples.photo(3)), List.of()));
    private final TensorScope scope = learner.module().newScope();

    @AfterEach
    void close() {
        scope.close();
        studio.close();
        learner.close();
    }

    @Test
    void a_place_looks_the_same_where_its_flow_says_it_was_one_frame_before() {
        Batch batch = studio.shoot(scope, plan, new Random(4), Scene.Kind.INDEPENDENT);

        Differences differences = compare(batch.clips());

        assertThat(differences.known()).isGreaterThan(0.6);
        assertThat(differences.moved()).isGreaterThan(0.5);
        assertThat(differences.alongFlow()).isLessThan(0.012);
        assertThat(differences.alongFlow()).isLessThan(differences.inPlace() / 5);
    }

    @Test
    void before_a_camera_on_a_tripod_objects_alone_move() {
        Differences still = compare(studio.shoot(scope, plan, new Random(4), Scene.Kind.STILL).clips());
        Differences moving = compare(studio.shoot(scope, plan, new Random(4), Scene.Kind.INDEPENDENT).clips());

        assertThat(still.moved()).isBetween(0.02, 0.6);
        assertThat(moving.moved()).isGreaterThan(still.moved() + 0.25);
        assertThat(still.alongFlow()).isLessThan(0.012);
    }

    @Test
    void flow_stays_exact_when_clips_are_mirrored_and_turned() {
        Clips clips = studio.shoot(scope, plan, new Random(5), Scene.Kind.INDEPENDENT).clips();

        for (int orientation = 1; orientation < 8; orientation++) {
            Differences turned = compare(turned(learner.module(), scope, clips, orientation));

            assertThat(turned.alongFlow()).as("orientation " + orientation).isLessThan(turned.inPlace() / 5);
        }
    }

    private static Clips turned(TorchModule module, TensorScope scope, Clips clips, int orientation) {
        return new Clips(clips.count(), module.call(scope, "turn", clips.video(), orientation).get(0),
                module.call(scope, "turn_flow", clips.flow(), orientation).get(0),
                module.call(scope, "turn", clips.seen(), orientation).get(0), List.of());
    }

    private record Differences(double known, double moved, double alongFlow, double inPlace) {
    }

    private static Differences compare(Clips clips) {
        float[] video = clips.video().floats();
        float[] flow = clips.flow().floats();
        float[] seen = clips.seen().floats();
        int count = seen.length / (FRAMES * SMALL * SMALL);
        double[] sums = new double[4];
        int places = count * (FRAMES - 1) * SMALL * SMALL;
        for (int clip = 0; clip < count; clip++) {
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
