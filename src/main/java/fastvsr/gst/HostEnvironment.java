package fastvsr.gst;

/** Environment variables of the host process, for native libraries that read them when they are loaded. */
public final class HostEnvironment {
    private HostEnvironment() {
    }

    /**
     * Sets a variable unless the user has set it.
     *
     * <p>Only at the first instance: the C library does not guard variables against other threads that read them.
     */
    public static void setDefault(String name, String value) {
        Gst.g_setenv(name, value, 0);
    }
}
