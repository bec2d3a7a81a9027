package fastvsr.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights of the shape of a preset in which no layer is silent, as after a long training. */
public final class RandomWeights {
    private RandomWeights() {
    }

    public static Weights of(Preset preset, long seed) {
        Weights start = preset.untrained(seed);
        Random random = new Random(seed);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        start.tensors().forEach((name, tensor) -> tensors.put(name, shaken(tensor, random)));
        return new Weights(start.metadata(), tensors);
    }

    private static HostTensor shaken(HostTensor tensor, Random random) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.02 * random.nextGaussian());
        }
        return HostTensor.of(ElementType.F32, values, tensor.shape());
    }
}
