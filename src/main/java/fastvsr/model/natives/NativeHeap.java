package fastvsr.model.natives;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Map;

/**
 * Lets the GNU C library's heap keep what libtorch frees on the CPU while a network is in use. By itself it gives 200 to 6000 pages
 * per frame of 320x180 back to the system, as they happen to lie, and has them cleared and mapped anew; with this, fewer than 40.
 *
 * <p>Up to 64 MiB stay with every piece of the heap that a thread's allocations are in; the last user who closes gives them back,
 * so that a host program has less in the end than it would have had (209 MB instead of 340). Other C libraries, and a heap that
 * the user has tuned by environment variables (mallopt(3)), stay as they are.
 */
public final class NativeHeap implements AutoCloseable {
    /** Numbers of {@code malloc.h}. */
    static final int M_TRIM_THRESHOLD = -1;
    static final int M_TOP_PAD = -2;
    static final int M_MMAP_THRESHOLD = -3;

    /** The most that glibc takes, and reaches by itself after a block of this size has been freed (mallopt(3)). */
    private static final int MOST_MMAP_THRESHOLD = 32 << 20;
    /** What belongs to it then. */
    private static final int TRIM_THRESHOLD = 2 * MOST_MMAP_THRESHOLD;
    /** A thread's arena grows by pieces of 64 MiB, and drops an empty one unless so much room is wanted on top. */
    private static final int WIDE_TOP_PAD = 64 << 20;
    private static final int DEFAULT_THRESHOLD = 128 << 10;

    private static final List<String> VARIABLES =
            List.of("MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_MMAP_MAX_");

    // the heap belongs to the process
    private static int users;

    private NativeHeap() {
    }

    /** Keeps freed memory until this user, and all others, have closed; on any thread. */
    public static synchronized NativeHeap keepingFreedMemory() {
        if (users++ == 0 && canBeTuned(System.getenv())) {
            set(M_MMAP_THRESHOLD, MOST_MMAP_THRESHOLD);
            set(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
            set(M_TOP_PAD, WIDE_TOP_PAD);
        }
        return new NativeHeap();
    }

    /** Gives freed memory back if nobody else wants it kept; on the thread that has allocated most of it, after it has been freed. */
    @Override
    public void close() {
        release();
    }

    private static synchronized void release() {
        if (--users == 0 && canBeTuned(System.getenv())) {
            set(M_TOP_PAD, DEFAULT_THRESHOLD);
            set(M_TRIM_THRESHOLD, DEFAULT_THRESHOLD);
            new Memory(DEFAULT_THRESHOLD).close(); // freeing a block is what makes an arena look at its end
            function("malloc_trim").invokeInt(new Object[] {0L});
            set(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
        }
    }

    /** Whether this is the GNU C library, and nobody else has tuned it. */
    static boolean canBeTuned(Map<String, String> environment) {
        return !environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.malloc.")
                && VARIABLES.stream().noneMatch(environment::containsKey) && isGnu();
    }

    private static boolean isGnu() {
        try {
            function("gnu_get_libc_version");
            return true;
        } catch (UnsatisfiedLinkError absent) {
            return false;
        }
    }

    private static void set(int parameter, int value) {
        function("mallopt").invokeInt(new Object[] {parameter, value});
    }

    private static Function function(String name) {
        return NativeLibrary.getProcess().getFunction(name);
    }
}
