package fastvsr.element;

import fastvsr.gst.Event;
import fastvsr.window.WindowShape;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells which frames are too late for the network.
 *
 * <p>A frame is late if downstream has said so (QOS events, by GstBaseTransform's rule). Behind a live source it is late
 * too if it would stay inside for longer than two groups last and the frames that the network looks at behind them, or than the
 * pipeline's latency: so latency is bounded, whatever downstream says. Nothing is late where the user wants to wait. Any thread may ask; each fact is written by one
 * thread.
 */
final class Timeliness {
    /** Of video whose frame rate nobody knows, until its frames show it. */
    private static final long USUAL_FRAME_NANOS = 40_000_000;
    private static final long LONGEST_FRAME_NANOS = 1_000_000_000;
    private static final long NOTHING_LATE = Long.MIN_VALUE;
    private static final long UNKNOWN = 0;
    /** Interpolated frames in whose course a slow network is forgotten to a third: seconds, for it holds the picture up. */
    private static final int FRAMES_TO_FORGET = 128;

    private final AtomicReference<Settings> settings;
    private volatile boolean isLive;
    private volatile long frameNanos = UNKNOWN;
    private volatile double proportion = 1;
    private volatile long inTimeAfterNanos = NOTHING_LATE;
    private volatile long networkNanos = UNKNOWN;
    private volatile boolean isNetworkWarm;
    private volatile boolean isNetworkTooSlow;
    private volatile long agreedNanos;

    Timeliness(AtomicReference<Settings> settings) {
        this.settings = settings;
    }

    /**
     * A stream begins.
     *
     * @param fromLiveSource whether frames come as they are captured
     * @param nanos          time from one frame to the next; 0 if the caps do not say
     */
    void begin(boolean fromLiveSource, long nanos) {
        hear(fromLiveSource);
        frameNanos = nanos;
        networkNanos = UNKNOWN;
        isNetworkWarm = false;
        isNetworkTooSlow = false;
    }

    /** Forgets the stream and the pipeline. */
    void forget() {
        begin(false, UNKNOWN);
        forgetDownstream();
        agreedNanos = 0;
    }

    /** Upstream tells whether frames come as they are captured. */
    void hear(boolean fromLiveSource) {
        isLive = fromLiveSource;
    }

    /** Forgets what downstream has said: it was about frames of another segment, or flushed ones. */
    void forgetDownstream() {
        proportion = 1;
        inTimeAfterNanos = NOTHING_LATE;
    }

    /** The whole pipeline shows its frames so long after their capture: no frame is late before. */
    void agreeOn(long pipelineNanos) {
        agreedNanos = pipelineNanos;
    }

    /** Downstream tells how its frames arrive: those up to that one, and as much later as it came, are late. */
    void hear(Event.Qos qos) {
        proportion = qos.proportion();
        inTimeAfterNanos = qos.runningNanos() + qos.differenceNanos();
    }

    /**
     * Learns the time between frames from two of them, where the caps do not say.
     *
     * @return whether it is longer than was known, by more than a quarter
     */
    boolean learnFrameNanos(long nanos) {
        boolean isLonger = nanos > frameNanos * 5 / 4 && nanos <= LONGEST_FRAME_NANOS;
        frameNanos = isLonger ? nanos : frameNanos;
        return isLonger;
    }

    /**
     * The network took so long for each frame of a call; the first call, which warms the engine up, proves nothing.
     *
     * @return whether that is longer than frames last, for the first time
     */
    boolean learnNetworkNanos(long nanos) {
        boolean isNews = isNetworkWarm && nanos > frameNanos() && !isNetworkTooSlow;
        isNetworkTooSlow |= isNews;
        networkNanos = isNetworkWarm ? nanos : UNKNOWN;
        isNetworkWarm = true;
        return isNews;
    }

    /** Some frames did without the network, which may have become faster meanwhile. */
    void forgetNetworkNanos(int frames) {
        networkNanos -= networkNanos * Math.min(frames, FRAMES_TO_FORGET) / FRAMES_TO_FORGET;
    }

    /** Time from one frame to the next, known or usual. */
    long frameNanos() {
        return frameNanos == UNKNOWN ? USUAL_FRAME_NANOS : frameNanos;
    }

    /** How much slower than real time the stream is, as downstream says. */
    double proportion() {
        return proportion;
    }

    boolean isLive() {
        return isLive;
    }

    /** Whether upstream must not be kept waiting, so that frames have to be left out. */
    boolean isUnstoppable() {
        return isLive && settings.get().latePolicy() != LatePolicy.WAIT;
    }

    /** How many of some frames may go through the network in one call: one where that is slower than they come. */
    int together(int frames) {
        return isInHaste() ? 1 : frames;
    }

    /** How many frames the network may look at behind those: none where that would be most of what it does. */
    int lookAhead(int frames) {
        return isInHaste() ? 0 : frames;
    }

    private boolean isInHaste() {
        boolean isFast = networkNanos != UNKNOWN && networkNanos <= frameNanos();
        return !isFast && isUnstoppable();
    }

    /** How many of some frames, at their beginning, are late. */
    int countLate(List<QueuedFrame> frames, WindowShape shape) {
        return (int) frames.stream().takeWhile(frame -> latenessNanos(frame, shape) > 0).count();
    }

    /** Nanoseconds by which a frame is late; 0 or less if it is in time. */
    long latenessNanos(QueuedFrame frame, WindowShape shape) {
        if (settings.get().latePolicy() == LatePolicy.WAIT) {
            return 0;
        }
        long atSink = frame.runningNanos().isEmpty() || inTimeAfterNanos == NOTHING_LATE ? 0
                : inTimeAfterNanos - frame.runningNanos().getAsLong() + 1;
        return isLive ? Math.max(atSink, age(frame) - longestWaitNanos(shape)) : atSink;
    }

    private static long age(QueuedFrame frame) {
        return System.nanoTime() - frame.arrival().nanos();
    }

    /** Nobody waits behind a frame that will be late if the others can do without the network. */
    private long longestWaitNanos(WindowShape shape) {
        boolean isAnticipated = settings.get().latePolicy() == LatePolicy.CHEAP;
        return longestStayNanos(shape) - (isAnticipated ? networkNanos : 0);
    }

    /**
     * Its group is gathered while another is upscaled, and those that follow it; then it is upscaled itself. Sinks that wait
     * longer may.
     */
    private long longestStayNanos(WindowShape shape) {
        return Math.max((shape.groupLength() + shape.neededFrames()) * frameNanos(), agreedNanos);
    }

    /**
     * Time that frames spend inside at least when nothing has to wait, as the latency tells it.
     *
     * @param groupNanos time that the network takes for a group
     */
    long latencyNanos(long groupNanos, WindowShape shape) {
        long gathering = (shape.neededFrames() - 1) * frameNanos();
        long playing = shape.groupLength() * frameNanos();
        if (!isUnstoppable()) {
            return gathering + groupNanos;
        }
        return gathering + (isNetworkTooSlow ? playing : Math.min(groupNanos, playing));
    }
}
