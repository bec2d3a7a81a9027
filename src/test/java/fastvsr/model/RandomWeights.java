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

    /**
     * The same, but so faint that pictures stay within the range of their codes: interpolated ones with some detail, and with
     * motion that is found by matching.
     */
    public static Weights calm(Preset preset, long seed) {
        Weights start = preset.untrained(seed);
        Random random = new Random(seed);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        start.tensors().forEach((name, tensor) -> tensors.put(name, name.equals("base_w") ? tensor : calmed(tensor, random)));
        return new Weights(start.metadata(), tensors);
    }

    private static HostTensor calmed(HostTensor tensor, Random random) {
        int inputs = tensor.shape().size() < 4 ? 1 : tensor.size() / (tensor.shape().get(0) * (tensor.shape().size() == 5 ? tensor.shape().get(1) : 1));
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.7 * values[i] + 0.05 / Math.sqrt(inputs) * random.nextGaussian());
        }
        return HostTensor.of(ElementType.F32, values, tensor.shape());
    }

    private static HostTensor shaken(HostTensor tensor, Random random) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.02 * random.nextGaussian());
        }
        return HostTensor.of(ElementType.F32, values, tensor.shape());
    }
}
