package fastvsr.model.natives;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * What libtorch writes to standard error by itself ({@code c10/util/Logging.h}); DJL has no words for that.
 *
 * <p>It heeds {@code TORCH_CPP_LOG_LEVEL} under Python only, and elsewhere warns at every call of a layer that NNPACK does not know
 * the processor.
 */
public final class LibtorchLog {
    private static final String LIBRARY = "libc10.so";
    private static final String LEVEL = "FLAGS_caffe2_log_level";
    private static final int ERROR = 2;

    private LibtorchLog() {
    }

    /** Lets errors alone through, in a libtorch that is loaded and has this switch; others stay as they are. */
    public static void keepToErrors() {
        try {
            place().setInt(0, ERROR);
        } catch (UnsatisfiedLinkError absent) {
            // built with another logger (glog), which has switches of its own
        }
    }

    /** What is let through now: 0 everything, 1 warnings, 2 errors. */
    public static int level() {
        return place().getInt(0);
    }

    private static Pointer place() {
        return NativeLibrary.getInstance(LoadedLibraries.now().named(LIBRARY).map(Object::toString).orElse(LIBRARY))
                .getGlobalVariableAddress(LEVEL);
    }
}
