package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** What the peer of a source pad answered to an ALLOCATION query. */
final class AllocationOffer implements AutoCloseable {
    /**
     * How a pool is to be configured.
     *
     * @param size         bytes of a buffer at least
     * @param min          buffers that are made at once
     * @param max          buffers that exist at most; 0 for no limit
     * @param allocator    address of a GstAllocator, or 0 for system memory
     * @param params       address of its GstAllocationParams
     * @param takesStrides whether GstVideoMeta is understood
     */
    record Limits(int size, int min, int max, long allocator, long params, boolean takesStrides) {
    }

    // pool, size, min, max, allocator in five slots of eight bytes, then the allocation parameters
    private static final int SLOT = Long.BYTES;
    private static final int PAGE = 4096;
    private static final int PARAMS = 5 * SLOT;

    private final Memory memory = new Memory(PARAMS + Layout.ALLOCATION_PARAMS_SIZE);
    private boolean takesStrides;

    private AllocationOffer() {
        memory.clear();
    }

    /** The offer of nobody: system memory, default strides. */
    static AllocationOffer none() {
        return new AllocationOffer();
    }

    /** Asks downstream; without an answer the offer is that of nobody. */
    static AllocationOffer ask(Pad pad, Caps caps) {
        var offer = new AllocationOffer();
        long query = Gst.gst_query_new_allocation(caps.address(), 1);
        if (Gst.gst_pad_peer_query(pad.address(), query) != 0) {
            offer.read(query);
        }
        Gst.gst_mini_object_unref(query);
        return offer;
    }

    private void read(long query) {
        long at = Pointer.nativeValue(memory);
        if (Gst.gst_query_get_n_allocation_pools(query) > 0) {
            Gst.gst_query_parse_nth_allocation_pool(query, 0, at, at + SLOT, at + 2 * SLOT, at + 3 * SLOT);
        }
        if (Gst.gst_query_get_n_allocation_params(query) > 0) {
            Gst.gst_query_parse_nth_allocation_param(query, 0, at + 4 * SLOT, at + PARAMS);
        }
        takesStrides = new Query(query).welcomesStrides();
    }

    /** Address of the offered GstBufferPool, or 0. */
    long pool() {
        return memory.getLong(0);
    }

    /** Whether there is a pool that can lend this many buffers beside those that downstream keeps. */
    boolean hasPoolFor(int buffers) {
        int max = memory.getInt(3 * SLOT);
        return pool() != 0 && (max == 0 || max >= buffers + memory.getInt(2 * SLOT));
    }

    /** For the offered pool. */
    Limits limits() {
        return limits(memory.getInt(2 * SLOT), memory.getInt(3 * SLOT));
    }

    /** For a pool of our own that grows as needed. */
    Limits unlimited() {
        return limits(0, 0);
    }

    private Limits limits(int min, int max) {
        return new Limits(memory.getInt(SLOT), min, max, allocator(), Pointer.nativeValue(memory) + PARAMS,
                takesStrides);
    }

    /** Whether downstream wants buffers in memory of its own kind, or more of it than the picture, or aligned to more than pages. */
    boolean hasMemory() {
        return allocator() != 0 || memory.getLong(PARAMS + Layout.ALLOCATION_PARAMS_ALIGN) >= PAGE
                || memory.getLong(PARAMS + Layout.ALLOCATION_PARAMS_PREFIX) != 0
                || memory.getLong(PARAMS + Layout.ALLOCATION_PARAMS_PADDING) != 0;
    }

    private long allocator() {
        return memory.getLong(4 * SLOT);
    }

    @Override
    public void close() {
        unref(pool());
        unref(allocator());
        memory.close();
    }

    private static void unref(long object) {
        if (object != 0) {
            Gst.gst_object_unref(object);
        }
    }
}
