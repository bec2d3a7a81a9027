package fastvsr.cli;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one contender scored.
 *
 * @param values means by measure; what was not measured is not there
 */
record Marks(Map<Measure, Double> values) {
    Marks {
        Map<Measure, Double> copy = new EnumMap<>(Measure.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** The value, or no number if it was not measured. */
    double of(Measure measure) {
        return values.getOrDefault(measure, Double.NaN);
    }

    /** Mean over those that have the measure at all; values that are no numbers do not count. */
    static Marks mean(List<Marks> all) {
        Map<Measure, Double> means = new EnumMap<>(Measure.class);
        for (Marks marks : all) {
            marks.values().keySet().forEach(measure -> means.computeIfAbsent(measure, each -> mean(all, each)));
        }
        return new Marks(means);
    }

    private static double mean(List<Marks> all, Measure measure) {
        return all.stream().mapToDouble(marks -> marks.of(measure)).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }
}
