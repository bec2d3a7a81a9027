package fastvsr;

import fastvsr.element.FastVsr;

/**
 * The two entry points that the plugin loader calls.
 *
 * <p>Both run in the thread of the host that creates an instance of the element, one call at a time in a process. What
 * they throw reaches the user as an element error on the way from NULL to READY.
 */
public final class Plugin {
    private Plugin() {
    }

    /**
     * Puts the element's functions into its class, once per process and before the first instance.
     *
     * @param elementClass address of the {@code GstElementClass}
     */
    public static void adopt(long elementClass) {
        FastVsr.adopt(elementClass);
    }

    /**
     * Gives a new instance its pads and its state.
     *
     * @param element address of the {@code GstElement}, which holds no reference for the callee
     */
    public static void attach(long element) {
        FastVsr.attach(element);
    }
}
