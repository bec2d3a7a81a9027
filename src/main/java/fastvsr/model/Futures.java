package fastvsr.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for what another thread does. */
public final class Futures {
    private Futures() {
    }

    /** Waits until it is done, and throws what the other thread has thrown. */
    public static void await(CompletableFuture<?> done) {
        try {
            done.join();
        } catch (CompletionException elsewhere) {
            throw elsewhere.getCause() instanceof RuntimeException reason ? reason : elsewhere;
        }
    }
}
