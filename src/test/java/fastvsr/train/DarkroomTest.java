package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Encoded clips are shown in the place of what they were made of. */
class DarkroomTest {
    private static final int SIDE = 24;

    private final TrainingPlan plan = new TrainingPlan("nano", 4, 3, SIDE, 1, 1e-3, new Wear(0, 0.5, 0.5), Terms.NONE, false, 1);
    private final Learner learner = new Learner(NetworkPage.load(Preset.PAGE),
            Snapshot.fresh(RandomWeights.of(Preset.NANO, 4), plan), plan, "cpu", 1);
    private final TorchModule module = learner.module();
    private final TensorScope scope = module.newScope();
    private final Library library = new Library(List.of(Samples.photo(1), Samples.photo(2)), List.of(Samples.strip(3)));
    private final List<Recoder.Setting> settings = new ArrayList<>();
    private final Studio studio = new Studio(module, library, Optional.of(new Darkroom(module, this::recode, plan)));

    @AfterEach
    void close() {
        studio.close();
        scope.close();
        learner.close();
    }

    /** Leaves everything as it is. */
    private byte[] recode(byte[] planes, int side, int frames, Recoder.Setting setting) {
        assertThat(side).isEqualTo(SIDE);
        assertThat(frames).isEqualTo(3);
        assertThat(planes).hasSize(2 * 3 * SIDE * SIDE * 3 / 2);
        settings.add(setting);
        return planes;
    }

    @Test
    void half_of_the_clips_are_encoded_and_they_do_not_lie_side_by_side() {
        assertThat(plan.codedClips()).containsExactly(1, 3);
        assertThat(plan.isCoded(4 + 3)).isTrue();
        assertThat(plan.isCoded(4 + 2)).isFalse();
    }

    @Test
    void what_a_codec_leaves_lies_where_the_truth_lies_however_clips_are_turned() {
        Clips stock = stock();

        for (int orientation = 0; orientation < 8; orientation++) {
            float[][] inputs = inputs(stock, orientation);
            int clip = 3 * 3 * SIDE * SIDE;
            for (int i = 0; i < 4; i++) {
                double distance = distance(inputs[0], inputs[1], i * clip, clip);
                if (plan.isCoded(i)) {
                    assertThat(distance).as("clip " + i + " turned by " + orientation).isBetween(1e-4, 0.03);
                } else {
                    assertThat(distance).as("clip " + i).isZero();
                }
            }
        }
        assertThat(settings).hasSize(1).allSatisfy(setting -> {
            assertThat(setting.rateFactor()).isBetween(18, 30);
            assertThat(setting.bFrames()).isBetween(0, 3);
        });
    }

    @Test
    void encoded_clips_are_shown_without_other_damage_and_in_their_own_colours() {
        Script script = Script.random(plan, new Random(2), 4);

        assertThat(script.coded()).containsOnly(0, 1);
        for (int i = 0; i < 4; i++) {
            if (script.coded()[i] == 1) {
                assertThat(java.util.Arrays.copyOfRange(script.look(), i * Script.LOOK, (i + 1) * Script.LOOK))
                        .containsExactly(0.299f, 0.114f, 0, 0, 0, 0, 0, 1, 0, 0);
            }
        }
    }

    private Clips stock() {
        Clips stock = studio.stock(scope, plan, 4);
        Footage footage = studio.shoot(plan, new Random(1));
        studio.store(stock, footage, 0);
        footage.scope().close();
        return stock;
    }

    /** Input of all clips as prepared, with 4:2:0 chroma, and with the coded ones in their place. */
    private float[][] inputs(Clips stock, int orientation) {
        Script plain = Script.plain(plan);
        float[] coded = {0, 1, 0, 1};
        for (int i = 0; i < 4; i++) {
            plain.look()[i * Script.LOOK + 2] = 1;
        }
        List<Tensor> scene = studio.show(scope, plan, stock, new Script(plain.sources(), plain.moments(), plain.joined(),
                plain.look(), coded, orientation), new Random(1)).scene();
        Tensor shot = module.call(scope, "turn", module.call(scope, "splice", stock.video(), scene.get(0), scene.get(1)).get(0),
                orientation).get(0);
        Resampling bicubic = Resampling.bicubic();
        List<Tensor> tables = List.of(scope.floats(bicubic.matrix(4 * SIDE, SIDE), SIDE, 4 * SIDE),
                scope.floats(bicubic.matrix(SIDE, 4 * SIDE), 4 * SIDE, SIDE), scope.floats(Codec.transform(SIDE), SIDE, SIDE),
                scope.floats(Codec.steps(SIDE), SIDE, SIDE));
        Tensor input = module.call(scope, "prepare", shot, scene.get(3), scene.get(4), tables).get(0);
        Tensor recalled = module.call(scope, "recall", input, scene.get(5), scene.get(0), scene.get(1), scene.get(6),
                orientation).get(0);
        return new float[][] {input.floats(), recalled.floats()};
    }

    private static double distance(float[] a, float[] b, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / count;
    }
}
