package fastvsr.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that makes up one network: pages joined into one class, constants, weights.
 *
 * @param pages     network page first, then others whose methods join it
 * @param constants numbers that the methods use as {@code self.NAME}: Integer, Long or Double
 * @param weights   exactly the tensors that the pages declare
 */
public record NetworkSource(List<NetworkPage> pages, Map<String, Number> constants, Weights weights) {
    /**
     * Joins pages and weights.
     *
     * @throws ModelException BROKEN if a tensor is missing, unknown or of another shape than its page declares
     */
    public NetworkSource {
        pages = List.copyOf(pages);
        constants = Map.copyOf(constants);
        check(declarations(pages), weights.tensors());
    }

    private static List<WeightShape> declarations(List<NetworkPage> pages) {
        return pages.stream().flatMap(page -> page.weights().stream()).toList();
    }

    private static void check(List<WeightShape> declared, Map<String, HostTensor> tensors) {
        Map<String, Integer> widths = new HashMap<>();
        for (WeightShape weight : declared) {
            HostTensor tensor = tensors.get(weight.name());
            if (tensor == null) {
                throw mismatch(weight.name(), expected(weight.sizes()), "nothing");
            }
            weight.learnWidths(tensor.shape(), widths);
            if (!weight.resolve(widths).equals(tensor.shape())) {
                throw mismatch(weight.name(), expected(weight.sizes()) + " = " + expected(weight.resolve(widths)),
                        expected(tensor.shape()));
            }
        }
        checkNoneElse(declared, tensors);
    }

    private static void checkNoneElse(List<WeightShape> declared, Map<String, HostTensor> tensors) {
        var names = declared.stream().map(WeightShape::name).collect(Collectors.toSet());
        for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
            if (!names.contains(tensor.getKey())) {
                throw mismatch(tensor.getKey(), "no tensor of this name", expected(tensor.getValue().shape()));
            }
        }
    }

    private static String expected(List<?> shape) {
        return shape.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    private static ModelException mismatch(String tensor, String expected, String found) {
        return new ModelException(ModelException.Cause.BROKEN, "the weights do not fit their network page: tensor \""
                + tensor + "\": expected " + expected + ", found " + found);
    }
}
