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

    private Optional<VideoInfo> pictures = Optional.empty();
    private long nanos = UNKNOWN;
    private boolean isWarm;
    private boolean isTooSlow;
    private long longestGroupNanos;

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
        nanos = UNKNOWN;
        isWarm = false;
        isTooSlow = false;
        longestGroupNanos = 0;
    }

    /**
     * The network has upscaled a group; the first one, which warms the engine up, proves nothing.
     *
     * @param of            its inputs
     * @param groupNanos    from its beginning to its end, while other groups may have been on their way too
     * @param nanosPerFrame for which the network was busy with this group and no other, divided by its frames
     * @param frameNanos    time from one frame to the next
     * @return whether frames stay inside for longer than was known: the network is slower than frames come, for the first time, or
     *         the longest time for a group has grown by a quarter or more
     */
    synchronized boolean learn(VideoInfo of, long groupNanos, long nanosPerFrame, long frameNanos) {
        if (!arePresent(of)) {
            return false;
        }
        if (!isWarm) {
            isWarm = true;
            return false;
        }
        nanos = nanosPerFrame;
        boolean isLonger = groupNanos > longestGroupNanos * 5 / 4;
        boolean isFoundSlow = nanosPerFrame > frameNanos && !isTooSlow;
        longestGroupNanos = isLonger ? groupNanos : longestGroupNanos;
        isTooSlow |= isFoundSlow;
        return isLonger || isFoundSlow;
    }

    /** The engine has been warmed up for such inputs: the next group, though the first one, proves something. */
    synchronized void warm(VideoInfo of) {
        isWarm |= arePresent(of);
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

    /** Whether it was slower than frames come. */
    synchronized boolean isTooSlow() {
        return isTooSlow;
    }

    /** Time to expect for a group: that of the slowest one, give or take a quarter; 0 if none is known. */
    synchronized long longestGroupNanos() {
        return longestGroupNanos;
    }
}
