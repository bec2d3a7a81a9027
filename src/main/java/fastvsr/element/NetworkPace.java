package fastvsr.element;

import fastvsr.gst.VideoInfo;
import java.util.Optional;

/**
 * How long the network takes for a frame of the pictures that come in at present.
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

    /** Other pictures come. */
    synchronized void begin(VideoInfo coming) {
        forget();
        pictures = Optional.of(coming);
    }

    /** No pictures come. */
    synchronized void forget() {
        pictures = Optional.empty();
        nanos = UNKNOWN;
        isWarm = false;
        isTooSlow = false;
    }

    /**
     * The network took so long for each frame of a call; the first call, which warms the engine up, proves nothing.
     *
     * @param of         what it upscaled
     * @param frameNanos time from one frame to the next
     * @return whether it is slower than frames come, for the first time
     */
    synchronized boolean learn(VideoInfo of, long measuredNanos, long frameNanos) {
        if (pictures.stream().noneMatch(of::isSameAs)) {
            return false;
        }
        boolean isNews = isWarm && measuredNanos > frameNanos && !isTooSlow;
        isTooSlow |= isNews;
        nanos = isWarm ? measuredNanos : UNKNOWN;
        isWarm = true;
        return isNews;
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
}
