package fastvsr.model.natives;

import fastvsr.model.ModelException;
import java.util.List;
import java.util.Optional;
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
            "hardware stack error", "illegal instruction", "misaligned address", "invalid program counter",
            "operation not supported on global/shared", "unspecified launch failure", "uncorrectable", "CUDA error: unknown error", "context is destroyed");

    private static volatile boolean isKnown;

    private GpuLoss() {
    }

    /** Whether one has been seen in this process: then nothing on a GPU, and no page-locked memory, may be freed. */
    public static boolean isKnown() {
        return isKnown;
    }

    /** The error that a user is to see if {@code failure} of libtorch lasts, which is remembered; else nothing. */
    public static Optional<ModelException> in(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!lasts(message)) {
            return Optional.empty();
        }
        isKnown = true;
        return Optional.of(exception(message.lines().filter(line -> line.contains("CUDA")).findFirst().orElseThrow(), failure));
    }

    /** The same for an error of the driver, {@code reason} in its own words. */
    static Optional<ModelException> in(int error, String reason) {
        if (!LASTING.contains(error)) {
            return Optional.empty();
        }
        isKnown = true;
        return Optional.of(exception(reason + ", CUDA error " + error, null));
    }

    /** The error of whoever wants a GPU although one has been lost. */
    public static ModelException seenBefore() {
        return exception("seen before", null);
    }

    static boolean lasts(String message) {
        return message.contains("CUDA") && WORDS.stream().anyMatch(message::contains);
    }

    private static ModelException exception(String reason, Throwable cause) {
        return new ModelException(ModelException.Cause.ENGINE, "a GPU has failed, and CUDA gives it back only when this program ends ("
                + reason + "): start the program again, or go on with device=cpu; NVIDIA's reason is in the kernel's log (dmesg, Xid)", cause);
    }

    /** As in a program that has lost no GPU yet, for tests. */
    static void forget() {
        isKnown = false;
    }
}
