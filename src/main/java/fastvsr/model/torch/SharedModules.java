package fastvsr.model.torch;

import fastvsr.model.Futures;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Keeps every network once per device, however many streams of this process use it. */
final class SharedModules {
    /** What makes two loaded networks the same. */
    record Key(PackedNetwork.Fingerprint network, String device) {
    }

    /** A network and how many use it or wait for it. */
    private static final class Shared {
        private final CompletableFuture<TorchModule> module = new CompletableFuture<>();
        private int users;

        void load(Supplier<TorchModule> loader) {
            try {
                module.complete(loader.get());
            } catch (RuntimeException | Error failure) {
                module.completeExceptionally(failure);
            }
        }
    }

    // networks that are in use in this process, or being loaded
    private static final Map<Key, Shared> SHARED = new HashMap<>();

    private SharedModules() {
    }

    /**
     * A network for one user, who closes it; the first one loads it, while others load theirs.
     *
     * @param device  {@code cpu} or {@code cuda:N}
     * @param threads CPU threads that share one operator; 0 for as many as there are
     */
    static TorchModule open(PackedNetwork network, String device, int threads) {
        TorchModule.refuseLost(device);
        return open(new Key(network.fingerprint(), device), threads, () -> TorchModule.load(network, false, device, threads));
    }

    /** The same for whatever a loader makes. */
    static TorchModule open(Key key, int threads, Supplier<TorchModule> loader) {
        Shared shared = enter(key, loader);
        try {
            Futures.await(shared.module);
        } catch (RuntimeException failure) {
            leave(key);
            throw failure;
        }
        return shared.module.join().forAnotherUser(threads, () -> leave(key).ifPresent(TorchModule::close));
    }

    private static Shared enter(Key key, Supplier<TorchModule> loader) {
        Shared shared;
        boolean isFirst;
        synchronized (SHARED) {
            shared = SHARED.computeIfAbsent(key, absent -> new Shared());
            isFirst = shared.users++ == 0;
        }
        if (isFirst) {
            shared.load(loader);
        }
        return shared;
    }

    /** The network, if it was loaded and nobody uses it any more. */
    private static Optional<TorchModule> leave(Key key) {
        synchronized (SHARED) {
            Shared shared = SHARED.get(key);
            shared.users--;
            if (shared.users > 0) {
                return Optional.empty();
            }
            SHARED.remove(key);
            return Optional.of(shared.module).filter(module -> !module.isCompletedExceptionally()).map(CompletableFuture::join);
        }
    }

    /** How many networks are in use or being loaded. */
    static int count() {
        synchronized (SHARED) {
            return SHARED.size();
        }
    }
}
