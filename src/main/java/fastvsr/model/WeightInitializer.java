package fastvsr.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes the weights that training starts from: random with the spread that keeps ReLU layers alive, zero where the page says so. */
public final class WeightInitializer {
    private WeightInitializer() {
    }

    /**
     * New weights for a page.
     *
     * @param widths   every width that the page's shapes name
     * @param metadata what goes into the file; {@code page} is added
     * @param seed     equal seeds give equal weights
     */
    public static Weights initialize(NetworkPage page, Map<String, Integer> widths, Map<String, String> metadata,
                                     long seed) {
        Random random = new Random(seed);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (WeightShape weight : page.weights()) {
            tensors.put(weight.name(), tensor(weight, weight.resolve(widths), random));
        }
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put("page", page.name());
        return new Weights(all, tensors);
    }

    /** He et al. 2015, "Delving Deep into Rectifiers": deviation sqrt(2 / fan-in); biases (few dimensions) are zero. */
    private static HostTensor tensor(WeightShape weight, List<Integer> shape, Random random) {
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        if (shape.size() >= 4 && !weight.startsZero()) {
            int fanIn = shape.subList(shape.size() - 3, shape.size()).stream().reduce(1, (a, b) -> a * b);
            double deviation = Math.sqrt(2.0 / fanIn);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * deviation);
            }
        }
        return HostTensor.of(ElementType.F32, values, shape);
    }
}
