package fastvsr.element;

/** The element; a placeholder until the element's room is furnished. */
public final class FastVsr {
    private FastVsr() {
    }

    public static void adopt(long elementClass) {
    }

    public static void attach(long element) {
    }
}
