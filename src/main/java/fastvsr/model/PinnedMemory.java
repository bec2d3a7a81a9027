package fastvsr.model;

import java.nio.ByteBuffer;

/** Memory on the host that a device writes by itself; it outlives the resolver that made it. */
public interface PinnedMemory extends AutoCloseable {
    /** Makes some; any thread may ask it to. */
    @FunctionalInterface
    interface Maker {
        /**
         * Takes milliseconds for a large picture.
         *
         * @throws ModelException MEMORY if there is none left
         */
        PinnedMemory make(long bytes);
    }

    /** All of it. */
    ByteBuffer bytes();

    /** Frees it; any thread may do that, once nobody writes it any more. */
    @Override
    void close();
}
