package fastvsr.element;

/** The element: it belongs to one GstElement and lives as long as that. */
public final class FastVsr {
    private FastVsr() {
    }

    /**
     * Takes over the virtual functions of the registered class; called once, at the first instance.
     *
     * @param elementClass address of the GstElementClass
     */
    public static void adopt(long elementClass) {
    }

    /**
     * Gives a new GstElement its pads and its behaviour; called inside instance_init.
     *
     * @param element address of the GstElement
     */
    public static void attach(long element) {
    }
}
