package fastvsr.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What this process tells its user beside results and errors, each text once. */
final class Notes {
    /** From the start of the line that a progress bar may have drawn. */
    private static final String ANEW = Boolean.getBoolean("fastvsr.terminal") ? "\r\033[K" : "";
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Notes() {
    }

    /** Prints one line to stderr, from whatever thread, unless it has been told. */
    static void tell(String text) {
        if (TOLD.add(text)) {
            System.err.println(ANEW + "note: " + text);
        }
    }
}
