package fastvsr.model.cuda;

import fastvsr.model.ModelException;
import java.util.List;
import java.util.Set;

/**
 * Errors of a GPU that last until the process ends: CUDA answers every later call with them, and libtorch ends the process where it
 * gets one while it frees memory. So nothing on a GPU is freed after such an error; the process's end does that.
 */
public final class GpuLoss {
    /** Errors of {@code cuda.h} from which a context does not recover: ECC, NVLink, faults of a kernel, a destroyed context, unknown. */
    private static final Set<Integer> LASTING = Set.of(214, 220, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 999);
    /** The same as libtorch words them. */
    private static final List<String> WORDS = List.of("illegal memory access", "launch timed out", "device-side assert",
            "hardware stack error", "illegal instruction", "misaligned address", "invalid program counter", "operation not supported on global/shared",
            "unspecified launch failure", "uncorrectable", "CUDA error: unknown error", "context is destroyed");

    private static volatile boolean isKnown;

    private GpuLoss() {
    }

    /** Whether one has been seen in this process. */
    public static boolean isKnown() {
        return isKnown;
    }

    /** Remembers if what libtorch says is such an error, and tells whether it is. */
    public static boolean isIn(String message) {
        boolean lasts = message.contains("CUDA") && WORDS.stream().anyMatch(message::contains);
        isKnown |= lasts;
        return lasts;
    }

    static boolean is(int error) {
        boolean lasts = LASTING.contains(error);
        isKnown |= lasts;
        return lasts;
    }

    /** What a user is told; {@code reason} is the driver's own words. */
    public static ModelException exception(String reason, Throwable cause) {
        return new ModelException(ModelException.Cause.ENGINE, "a GPU has failed, and CUDA gives it back only when this program ends ("
                + reason + "): start the program again, or go on with device=cpu; NVIDIA's reason is in the kernel's log (dmesg, Xid)", cause);
    }
}
