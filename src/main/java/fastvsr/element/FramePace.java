package fastvsr.element;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The time from one frame to the next: the caps tell it, or the timestamps of the last frames do. Then it is their median, so that a
 * lost frame or a pause between two of them changes nothing.
 *
 * <p>Any thread may ask.
 */
final class FramePace {
    /** Of video whose frame rate nobody knows, until its frames show it. */
    private static final long USUAL_NANOS = 40_000_000;
    private static final long LONGEST_NANOS = 1_000_000_000;
    private static final long UNKNOWN = 0;
    private static final int FEWEST_GAPS = 3;
    private static final int MOST_GAPS = 15;

    // under the lock
    private final Deque<Long> gaps = new ArrayDeque<>();
    private volatile long nanos = UNKNOWN;
    private volatile boolean isTold;

    /**
     * A stream begins.
     *
     * @param told by its caps; 0 if they do not tell
     */
    synchronized void begin(long told) {
        gaps.clear();
        nanos = told;
        isTold = told != UNKNOWN;
    }

    /**
     * Learns from two frames that follow each other, where the caps do not tell.
     *
     * @return whether the time is known for the first time now, or by more than a quarter another one
     */
    synchronized boolean learn(long gap) {
        if (isTold || gap <= 0 || gap > LONGEST_NANOS) {
            return false;
        }
        gaps.add(gap);
        if (gaps.size() > MOST_GAPS) {
            gaps.remove();
        }
        long median = gaps.stream().sorted().skip(gaps.size() / 2).findFirst().orElseThrow();
        boolean isNews = gaps.size() >= FEWEST_GAPS && Math.abs(median - nanos) > nanos / 4;
        nanos = isNews ? median : nanos;
        return isNews;
    }

    /** Known or usual. */
    long nanos() {
        return nanos == UNKNOWN ? USUAL_NANOS : nanos;
    }
}
