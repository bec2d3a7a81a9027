package fastvsr.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of one weight tensor as a network page declares it.
 *
 * @param name  name of the tensor
 * @param sizes one expression per dimension: a sum of products of numbers and widths, {@code 16*D} or
 *              {@code C+D}
 * @param start what training starts from
 */
public record WeightShape(String name, List<String> sizes, Start start) {
    private static final Pattern MULTIPLE = Pattern.compile("(?:(\\d+)\\*)?([A-Za-z]\\w*)");

    /** What training starts from: biases are zero, everything else is random unless the page says otherwise. */
    public enum Start {
        /** Noise that keeps the spread of its input. */
        RANDOM,
        /** Zeros: the layer adds nothing at first. */
        ZERO,
        /** Cubic interpolation of Y'CbCr to 4x4 luma, 2x2 Cb and 2x2 Cr samples. */
        CUBIC;

        static Start of(String word) {
            return word.isEmpty() ? RANDOM : valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Learns the widths that this shape tells, alone or times a number, and that are not known yet.
     *
     * @param shape  what a weights file holds
     * @param widths widths by letter; completed
     */
    void learnWidths(List<Integer> shape, Map<String, Integer> widths) {
        for (int i = 0; i < Math.min(sizes.size(), shape.size()); i++) {
            Matcher multiple = MULTIPLE.matcher(sizes.get(i));
            if (multiple.matches()) {
                int times = multiple.group(1) == null ? 1 : Integer.parseInt(multiple.group(1));
                widths.putIfAbsent(multiple.group(2), shape.get(i) / times);
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
