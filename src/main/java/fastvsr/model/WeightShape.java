package fastvsr.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The shape of one weight tensor as a network page declares it.
 *
 * @param name        name of the tensor
 * @param sizes       one expression per dimension: a sum of products of numbers and widths, {@code 16*D} or
 *                    {@code C+D}
 * @param startsZero  whether training starts with zeros there
 */
public record WeightShape(String name, List<String> sizes, boolean startsZero) {
    /**
     * Learns the widths that stand alone in this shape and are not known yet.
     *
     * @param shape  what a weights file holds
     * @param widths widths by letter; completed
     */
    void learnWidths(List<Integer> shape, Map<String, Integer> widths) {
        for (int i = 0; i < Math.min(sizes.size(), shape.size()); i++) {
            if (Character.isLetter(sizes.get(i).charAt(0)) && sizes.get(i).matches("\\w+")) {
                widths.putIfAbsent(sizes.get(i), shape.get(i));
            }
        }
    }

    /** The shape in numbers. */
    public List<Integer> resolve(Map<String, Integer> widths) {
        return sizes.stream().map(size -> sum(size, widths)).toList();
    }

    private int sum(String expression, Map<String, Integer> widths) {
        return Arrays.stream(expression.split("\\+")).mapToInt(term -> product(term, widths)).sum();
    }

    private int product(String term, Map<String, Integer> widths) {
        return Arrays.stream(term.split("\\*")).mapToInt(factor -> factor(factor.strip(), widths))
                .reduce(1, (a, b) -> a * b);
    }

    private int factor(String factor, Map<String, Integer> widths) {
        if (Character.isDigit(factor.charAt(0))) {
            return Integer.parseInt(factor);
        }
        if (!widths.containsKey(factor)) {
            throw new ModelException(ModelException.Cause.BROKEN,
                    "tensor \"" + name + "\" needs the width " + factor + ", which nothing before it tells");
        }
        return widths.get(factor);
    }
}
