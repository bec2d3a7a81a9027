package fastvsr;

import fastvsr.element.FastVsr;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The two entry points that the plugin loader calls.
 *
 * <p>Both run in the thread of the host that creates an instance of the element, one call at a time in a process. They
 * return an empty string, or what went wrong with its stack trace; the loader makes an element error of that on the way
 * from NULL to READY.
 */
public final class Plugin {
    private Plugin() {
    }

    /**
     * Puts the element's functions into its class, once per process and before the first instance.
     *
     * @param elementClass address of the {@code GstElementClass}
     */
    public static String adopt(long elementClass) {
        return failureOf(() -> FastVsr.adopt(elementClass));
    }

    /**
     * Gives a new instance its pads and its state.
     *
     * @param element address of the {@code GstElement}; the callee takes no reference
     */
    public static String attach(long element) {
        return failureOf(() -> FastVsr.attach(element));
    }

    private static String failureOf(Runnable step) {
        try {
            step.run();
            return "";
        } catch (Throwable failure) { // the caller is C code, which cannot take an exception
            var text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text, true));
            return text.toString();
        }
    }
}
