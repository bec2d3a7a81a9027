package fastvsr.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The end of this process without its exit handlers: libtorch's destroy what its threads still use, and crash. */
final class ImmediateExit {
    /** Exit code of a process that was interrupted, 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    private ImmediateExit() {
    }

    /** The function of libc that is needed. */
    interface LibC extends Library {
        void _exit(int code);
    }

    /** Ends the process; what was printed stays printed, what was buffered elsewhere is lost. */
    static void with(int code) {
        System.err.flush();
        Native.load("c", LibC.class)._exit(code);
    }
}
