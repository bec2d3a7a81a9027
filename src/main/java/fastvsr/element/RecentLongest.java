package fastvsr.element;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The longest that something has taken in the last half minute of the stream.
 *
 * <p>A pipeline stumbles at each change of its latency: changes by less than a quarter are kept to oneself.
 */
final class RecentLongest {
    private static final long SPAN_NANOS = 30_000_000_000L;

    /** How long something took, and when that was in the stream. */
    private record Taken(long nanos, long atNanos) {
    }

    // of late, without those that something later has outdone: the longest is the first
    private final Deque<Taken> recent = new ArrayDeque<>();
    private long streamNanos;
    private long nanos;

    /**
     * It has taken so long once more.
     *
     * @param playingNanos time that this part of the stream plays for
     * @return whether {@link #nanos()} has changed
     */
    boolean learn(long takenNanos, long playingNanos) {
        streamNanos += playingNanos;
        while (!recent.isEmpty() && recent.getLast().nanos() <= takenNanos) {
            recent.removeLast();
        }
        recent.addLast(new Taken(takenNanos, streamNanos));
        while (recent.size() > 1 && recent.getFirst().atNanos() <= streamNanos - SPAN_NANOS) {
            recent.removeFirst();
        }
        long longest = recent.getFirst().nanos();
        boolean isNews = longest > nanos * 5 / 4 || longest < nanos * 3 / 4;
        nanos = isNews ? longest : nanos;
        return isNews;
    }

    /** Give or take a quarter; 0 if nothing is known. */
    long nanos() {
        return nanos;
    }
}
