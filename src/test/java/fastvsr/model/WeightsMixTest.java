package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsMixTest {
    private static Weights of(float... values) {
        return new Weights(Map.of("page", "fastvsr"), Map.of("w", HostTensor.of(values, values.length)));
    }

    @Test
    void a_mixture_lies_between_its_parts() {
        Weights mixed = of(1, -2, 5).mixedWith(of(3, 2, 5), 0.25);

        assertThat(mixed.tensors().get("w").floats()).containsExactly(1.5f, -1, 5);
        assertThat(mixed.metadata()).containsEntry("page", "fastvsr");
    }

    @Test
    void weights_of_another_network_are_refused() {
        assertThatThrownBy(() -> of(1, 2).mixedWith(of(1, 2, 3), 0.5)).isInstanceOf(ModelException.class)
                .hasMessageContaining("w is [2] in one and [3] in the other");
        assertThatThrownBy(() -> of(1, 2).mixedWith(new Weights(Map.of(), Map.of()), 0.5)).isInstanceOf(ModelException.class)
                .hasMessageContaining("missing in the other");
        assertThatThrownBy(() -> new Weights(Map.of(), Map.of()).mixedWith(of(1, 2), 0.5)).isInstanceOf(ModelException.class)
                .hasMessageContaining("w is [2] in one and missing in the other");
    }
}
