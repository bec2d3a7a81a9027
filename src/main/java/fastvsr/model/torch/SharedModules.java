package fastvsr.model.torch;

import java.util.HashMap;
import java.util.Map;

/** Keeps every network once per device, however many streams of this process use it. */
final class SharedModules {
    /** What makes two loaded networks the same. */
    private record Key(PackedNetwork.Fingerprint network, String device) {
    }

    /** A loaded network and how many use it. */
    private static final class Shared {
        private final TorchModule module;
        private int users;

        Shared(TorchModule module) {
            this.module = module;
        }
    }

    // networks that are in use in this process
    private static final Map<Key, Shared> LOADED = new HashMap<>();

    private SharedModules() {
    }

    /**
     * A network for one user, who closes it; it is loaded if nobody uses it yet.
     *
     * @param device  {@code cpu} or {@code cuda:N}
     * @param threads CPU threads that share one operator; 0 for as many as there are
     */
    static synchronized TorchModule open(PackedNetwork network, String device, int threads) {
        TorchModule.refuseLost(device);
        Key key = new Key(network.fingerprint(), device);
        Shared shared = LOADED.containsKey(key) ? LOADED.get(key) : new Shared(TorchModule.load(network, false, device, threads));
        LOADED.put(key, shared);
        shared.users++;
        return shared.module.forAnotherUser(threads, () -> release(key));
    }

    private static synchronized void release(Key key) {
        Shared shared = LOADED.get(key);
        shared.users--;
        if (shared.users == 0) {
            LOADED.remove(key);
            shared.module.close();
        }
    }

    /** How many networks are loaded. */
    static synchronized int count() {
        return LOADED.size();
    }
}
