package fastvsr.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The end of this process by SIGINT or SIGTERM: whoever is in the middle of something puts it in order, then the process
 * ends at once, with one line of explanation.
 */
final class Interruption {
    private static final Deque<Supplier<String>> LAST_WORDS = new ArrayDeque<>();
    private static boolean isExpected;
    /** Read by threads that must not wait for the end. */
    private static volatile boolean hasBegun;

    private Interruption() {
    }

    /** Watches over this process from now on; to be called once. */
    static void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::end, "interruption"));
    }

    /**
     * Adds what is to be done when the process is interrupted, before everything that was added earlier.
     *
     * @param lastWord tidies up and says what became of the work; empty if there is nothing to say
     */
    static synchronized void before(Supplier<String> lastWord) {
        LAST_WORDS.push(lastWord);
    }

    /** Ends the process because its work is done. */
    static void exit(int code) {
        synchronized (Interruption.class) {
            isExpected = true;
        }
        System.exit(code);
    }

    /** Whether the process is about to end: what fails from then on fails because of that. */
    static boolean hasBegun() {
        return hasBegun;
    }

    private static synchronized void end() {
        if (isExpected) {
            return;
        }
        hasBegun = true;
        StringBuilder line = new StringBuilder("\nfastvsr: interrupted");
        LAST_WORDS.stream().map(Supplier::get).filter(word -> !word.isEmpty()).forEach(word -> line.append("; ").append(word));
        System.err.println(line);
        ImmediateExit.with(ImmediateExit.INTERRUPTED);
    }
}
