package fastvsr.gst;

import java.util.OptionalLong;

/** Nanoseconds as GstClockTime holds them: one value means that nobody knows. */
final class Nanos {
    @C("(gint64) GST_CLOCK_TIME_NONE") static final long NONE = -1;

    private Nanos() {
    }

    static OptionalLong known(long clockTime) {
        return clockTime == NONE ? OptionalLong.empty() : OptionalLong.of(clockTime);
    }

    static long clockTime(OptionalLong nanos) {
        return nanos.orElse(NONE);
    }
}
