package fastvsr.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes the weights that training starts from. */
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

    private static HostTensor tensor(WeightShape weight, List<Integer> shape, Random random) {
        boolean bias = shape.size() < 4;
        float[] values = switch (bias ? WeightShape.Start.ZERO : weight.start()) {
            case ZERO -> new float[product(shape)];
            case RANDOM -> noise(shape, random);
            case CUBIC -> CubicCells.weights();
        };
        return HostTensor.of(ElementType.F32, values, shape);
    }

    /** He et al. 2015, "Delving Deep into Rectifiers": deviation sqrt(2 / fan-in). */
    private static float[] noise(List<Integer> shape, Random random) {
        double deviation = Math.sqrt(2.0 / product(shape.subList(shape.size() - 3, shape.size())));
        float[] values = new float[product(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    private static int product(List<Integer> sizes) {
        return sizes.stream().reduce(1, (a, b) -> a * b);
    }
}
