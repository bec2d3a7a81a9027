package fastvsr.gst;

import java.util.Optional;

/** Lends buffers that come back by themselves when nobody holds them any more. */
public interface Lender extends AutoCloseable {
    /**
     * A buffer, as soon as there is one; empty while this is flushing.
     *
     * @throws AllocationException if there is no memory for it
     */
    Optional<Buffer> acquire();

    /** Refuses to lend while it is flushing: whoever waits in {@link #acquire()} returns at once. */
    void setFlushing(boolean flushing);

    /** Lends no more; buffers that are lent stay valid. */
    @Override
    void close();
}
