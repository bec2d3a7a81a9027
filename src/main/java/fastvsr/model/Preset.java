package fastvsr.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The networks that come with this program. */
public enum Preset {
    /** Real time on two CPU cores. */
    NANO("fastvsr", Map.of(), Map.of("C", 16, "F", 32, "W", 64, "N", 2, "D", 16, "K", 2, "M", 32)),
    /** Real time at 4K on a GPU. */
    LIVE("fastvsr", Map.of(), Map.of("C", 64, "F", 128, "W", 256, "N", 4, "D", 32, "K", 4, "M", 64)),
    /** Best result, on a GPU; looks ahead, deeper than live and else alike, so that it can be grown from it. */
    QUALITY("hindsight", Map.of("group-length", "8", "look-ahead", "6"), Map.of("C", 64, "F", 128, "W", 256, "N", 4, "D", 32, "K", 7, "M", 64));

    /** The network page of presets that know the past alone, which the others extend. */
    public static final String PAGE = "fastvsr";
    /** The network page of presets that look ahead. */
    public static final String HINDSIGHT_PAGE = "hindsight";

    private final String page;
    private final Map<String, String> habits;
    private final Map<String, Integer> widths;

    Preset(String page, Map<String, String> habits, Map<String, Integer> widths) {
        this.page = page;
        this.habits = habits;
        this.widths = widths;
    }

    /** Name of the network page. */
    public String page() {
        return page;
    }

    /** Lower-case name, as users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The widths of the network page's tensors. */
    public Map<String, Integer> widths() {
        return widths;
    }

    /** What weights of a page say about its use where they say nothing: metadata as presets of this page have it. */
    static Map<String, String> habits(String page) {
        return Arrays.stream(values()).filter(preset -> preset.page.equals(page)).map(preset -> preset.habits).findFirst()
                .orElse(Map.of());
    }

    /** The preset of this name. */
    public static Optional<Preset> named(String label) {
        return Arrays.stream(values()).filter(preset -> preset.label().equals(label)).findFirst();
    }

    /** Untrained weights: the network then interpolates. Equal seeds give equal weights. */
    public Weights untrained(long seed) {
        Map<String, String> named = new HashMap<>(habits);
        named.put("name", label());
        return WeightInitializer.initialize(NetworkPage.load(page), widths, named, seed);
    }

    /**
     * Weights to go on training from, in this preset's depth; they compute what {@code trained} computes.
     *
     * @param seed decides the random part of new blocks
     * @throws ModelException BROKEN if {@code trained} differs in more than having fewer blocks
     */
    public Weights grownFrom(Weights trained, long seed) {
        return Growth.grow(trained, untrained(seed));
    }
}
