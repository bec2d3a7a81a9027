package fastvsr.model;

import java.nio.ByteBuffer;

/** Memory on the host that a device writes by itself; it outlives the resolver that made it. */
public interface PinnedMemory extends AutoCloseable {
    /** All of it. */
    ByteBuffer bytes();

    /** Frees it; any thread may do that, once nobody writes it any more. */
    @Override
    void close();
}
