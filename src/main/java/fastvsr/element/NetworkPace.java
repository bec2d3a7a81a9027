package fastvsr.element;

import fastvsr.gst.VideoInfo;
import java.util.Optional;

/**
 * How long the network takes for the pictures that come in at present.
 *
 * <p>Groups from before a change of caps are finished after it; they prove nothing for the pictures that come then. Any thread may
 * ask and tell.
 */
final class NetworkPace {
    static final long UNKNOWN = 0;
    /** Interpolated frames in whose course a slow network is forgotten to a third: seconds, for it holds the picture up. */
    private static final int FRAMES_TO_FORGET = 128;
    /** By how much longer for a frame the second call takes than the third if it warms the engine up, too. */
    private static final int WARMING = 2;

    /**
     * What a call has taken.
     *
     * @param frames     that were computed, more than none
     * @param groupNanos from its beginning to its end, while other groups may have been on their way too
     * @param busyNanos  for which the network was busy with this group and no other
     */
    record Call(int frames, long groupNanos, long busyNanos) {
        long nanosPerFrame() {
            return busyNanos / frames;
        }
    }

    /** How many calls have gone by, as far as they may warm the engine up. */
    private enum Warmth { COLD, TEPID, WARM }

    private Optional<VideoInfo> pictures = Optional.empty();
    private Warmth warmth = Warmth.COLD;
    // the second call, until the third shows what it is worth
    private Optional<Call> doubtful = Optional.empty();
    private long nanos = UNKNOWN;
    private RecentLongest group = new RecentLongest();
    // by how much longer than a frame plays the network is busy with it
    private RecentLongest delay = new RecentLongest();

    /** Other pictures come. */
    synchronized void begin(VideoInfo coming) {
        renew();
        pictures = Optional.of(coming);
    }

    /** No pictures come. */
    synchronized void forget() {
        renew();
        pictures = Optional.empty();
    }

    /** There is another network. */
    synchronized void renew() {
        warmth = Warmth.COLD;
        doubtful = Optional.empty();
        nanos = UNKNOWN;
        group = new RecentLongest();
        delay = new RecentLongest();
    }

    /**
     * The network has upscaled a group. The first call, which warms the engine up, proves nothing, nor does the second where it takes
     * much longer than the third.
     *
     * @param of         its inputs
     * @param frameNanos time from one frame to the next
     * @return whether frames stay inside for longer or shorter than was known: {@link #isTooSlow()} or {@link #longestGroupNanos()}
     *         has changed
     */
    synchronized boolean learn(VideoInfo of, Call call, long frameNanos) {
        if (!arePresent(of)) {
            return false;
        }
        nanos = warmth == Warmth.COLD ? UNKNOWN : call.nanosPerFrame();
        if (warmth == Warmth.WARM) {
            return learnOfDoubtful(call, frameNanos) | learn(call, frameNanos);
        }
        doubtful = Optional.of(call).filter(second -> warmth == Warmth.TEPID);
        warmth = warmth == Warmth.COLD ? Warmth.TEPID : Warmth.WARM;
        return false;
    }

    private boolean learnOfDoubtful(Call next, long frameNanos) {
        var second = doubtful.filter(call -> call.nanosPerFrame() <= next.nanosPerFrame() * WARMING);
        doubtful = Optional.empty();
        return second.isPresent() && learn(second.get(), frameNanos);
    }

    private boolean learn(Call call, long frameNanos) {
        boolean wasTooSlow = isTooSlow();
        long playingNanos = call.frames() * frameNanos;
        delay.learn(Math.max(0, call.nanosPerFrame() - frameNanos), playingNanos);
        return group.learn(call.groupNanos(), playingNanos) | isTooSlow() != wasTooSlow;
    }

    /** The engine has been warmed up for such inputs: the next group, though the first one, proves something. */
    synchronized void warm(VideoInfo of) {
        warmth = arePresent(of) ? Warmth.WARM : warmth;
    }

    private boolean arePresent(VideoInfo inputs) {
        return pictures.stream().anyMatch(inputs::isSameAs);
    }

    /** Some frames did without the network, which may have become faster meanwhile. */
    synchronized void doubt(int frames) {
        nanos -= nanos * Math.min(frames, FRAMES_TO_FORGET) / FRAMES_TO_FORGET;
    }

    /** What the last call took for a frame, or less the longer ago that is. */
    synchronized long nanos() {
        return nanos;
    }

    /** Whether it was slower than frames come, of late. */
    synchronized boolean isTooSlow() {
        return delay.nanos() > 0;
    }

    /** Time to expect for a group: that of the slowest one of late, give or take a quarter; 0 if none is known. */
    synchronized long longestGroupNanos() {
        return group.nanos();
    }
}
