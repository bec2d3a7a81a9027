package fastvsr.model.torch;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkSource;
import fastvsr.model.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/** Keeps every network once per device, however many streams of this process use it. */
final class SharedModules {
    /** What makes two networks the same. */
    private record Key(List<String> pages, Map<String, Number> constants, String device, long crc, long adler) {
        static Key of(NetworkSource network, String device) {
            return new Key(network.pages().stream().map(page -> page.name()).toList(), network.constants(), device,
                    checksum(network.weights(), new CRC32()), checksum(network.weights(), new Adler32()));
        }

        private static long checksum(Weights weights, Checksum sum) {
            for (HostTensor tensor : weights.tensors().values()) {
                sum.update(tensor.bytes().duplicate());
            }
            return sum.getValue();
        }
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
    static synchronized TorchModule open(NetworkSource network, String device, int threads) {
        Key key = Key.of(network, device);
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
