package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A grown network starts as the network it was grown from. */
class GrowthTest {
    private static final int SIDE = 16;

    @Test
    void quality_grown_from_live_upscales_as_live_does() {
        Weights live = RandomWeights.of(Preset.LIVE, 3);

        Weights quality = Preset.QUALITY.grownFrom(live, 9);

        assertThat(quality.tensors().get("refine_first_w").shape().get(0)).isEqualTo(Preset.QUALITY.widths().get("K"));
        assertThat(quality.metadata()).containsEntry("name", "quality");
        assertThat(upscaled(quality)).isEqualTo(upscaled(live));
    }

    @Test
    void new_blocks_can_learn_because_their_first_convolution_is_not_zero() {
        Weights quality = Preset.QUALITY.grownFrom(RandomWeights.of(Preset.LIVE, 3), 9);

        float[] first = quality.tensors().get("refine_first_w").floats();
        assertThat(first[first.length - 1]).isNotZero();
    }

    @Test
    void weights_of_another_width_are_refused_with_the_tensor_that_differs() {
        assertThatThrownBy(() -> Preset.QUALITY.grownFrom(Preset.NANO.untrained(1), 1))
                .isInstanceOf(ModelException.class).hasMessageContaining("\"encode0_w\"")
                .hasMessageContaining("[64, 3, 3, 3]").hasMessageContaining("[16, 3, 3, 3]");
    }

    private static float[] upscaled(Weights weights) {
        float[] frames = new float[2 * 3 * SIDE * SIDE];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = (float) (0.5 + 0.4 * Math.sin(i * 0.3));
        }
        NetworkSource source = new NetworkSource(List.of(NetworkPage.load(weights.metadata().get("page"))), Map.of("fused", 0), weights);
        try (TorchModule module = TorchModule.load(source, false, "cpu", 1); TensorScope scope = module.newScope()) {
            return module.call(scope, "upscale", scope.floats(frames, 2, 3, SIDE, SIDE), List.of()).get(0).floats();
        }
    }
}
