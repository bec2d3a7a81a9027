package fastvsr.element;

import fastvsr.gst.Event;
import fastvsr.gst.VideoInfo;
import fastvsr.window.TemporalWindow;
import fastvsr.window.WindowShape;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells which frames are too late for the network.
 *
 * <p>A frame is late if downstream has said so (QOS events, by GstBaseTransform's rule). Behind a live source it is late too if it
 * would stay inside for too long: longer than the pipeline's latency, and longer than two groups last together with the frames that
 * the network looks at behind them; nor does a group wait there for frames that do not come. So latency is bounded, whatever downstream
 * says. Nothing is late where the user wants to wait.
 *
 * <p>Any thread may ask and tell.
 */
final class Timeliness {
    /** By which frames of a live source may come late at least before a group does without them. */
    private static final long JITTER_NANOS = 5_000_000;
    private static final long NOTHING_LATE = Long.MIN_VALUE;

    private final AtomicReference<Settings> settings;
    private final NetworkPace network = new NetworkPace();
    private final FramePace pace = new FramePace();
    private volatile boolean isLive;
    private volatile double proportion = 1;
    private volatile long inTimeAfterNanos = NOTHING_LATE;
    private volatile long agreedNanos;

    Timeliness(AtomicReference<Settings> settings) {
        this.settings = settings;
    }

    /**
     * A stream begins.
     *
     * @param fromLiveSource whether frames come as they are captured
     * @param input          what its frames are
     */
    void begin(boolean fromLiveSource, VideoInfo input) {
        learnWhetherLive(fromLiveSource);
        pace.begin(input.frameNanos());
        network.begin(input);
    }

    /** Forgets the stream and the pipeline. */
    void forget() {
        learnWhetherLive(false);
        pace.begin(0);
        network.forget();
        forgetDownstream();
        agreedNanos = 0;
    }

    /** Upstream tells whether frames come as they are captured. */
    void learnWhetherLive(boolean fromLiveSource) {
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

    /** As {@link FramePace#learn}. */
    boolean learnOfPace(long gap) {
        return pace.learn(gap);
    }

    /** As {@link NetworkPace#learn}. */
    boolean learnOfNetwork(VideoInfo input, NetworkPace.Call call) {
        return network.learn(input, call, frameNanos());
    }

    /** As {@link NetworkPace#warm}. */
    void warmNetwork(VideoInfo input) {
        network.warm(input);
    }

    /** There is another network. */
    void renewNetwork() {
        network.renew();
    }

    /** As {@link NetworkPace#doubt}. */
    void doubtNetwork(int frames) {
        network.doubt(frames);
    }

    /** As {@link FramePace#nanos}. */
    long frameNanos() {
        return pace.nanos();
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
        long needed = network.nanos();
        boolean isFast = needed != NetworkPace.UNKNOWN && needed <= frameNanos();
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

    /**
     * Nanoseconds for which the first frame of a group waits for the others: behind a live source until they should have come, for
     * they may not come at the pace that was told, or not at all.
     */
    long patienceNanos(QueuedFrame first, WindowShape shape) {
        long jitter = Math.max(frameNanos() / 2, JITTER_NANOS);
        return isLive ? Math.max(0, gatheringNanos(shape) + jitter - age(first)) : TemporalWindow.FOREVER;
    }

    /** How many groups may wait at the same time: all those whose frames are shown so much later. */
    int waitingGroups(WindowShape shape, long affordableFrames) {
        long frames = Math.min(agreedNanos / frameNanos(), affordableFrames);
        return Math.max(shape.leakingGroups(), (int) (frames / shape.groupLength() + 2));
    }

    private static long age(QueuedFrame frame) {
        return System.nanoTime() - frame.arrival().nanos();
    }

    /** Nobody waits behind a frame that will be late if the others can do without the network. */
    private long longestWaitNanos(WindowShape shape) {
        boolean isAnticipated = settings.get().latePolicy() == LatePolicy.CHEAP;
        return longestStayNanos(shape) - (isAnticipated ? network.nanos() : 0);
    }

    /**
     * Its group is gathered while another is upscaled, and those that follow it; then it is upscaled itself. Sinks that wait
     * longer may.
     */
    private long longestStayNanos(WindowShape shape) {
        return Math.max((shape.groupLength() + shape.neededFrames()) * frameNanos(), agreedNanos);
    }

    /** Nanoseconds that frames spend inside at least when nothing has to wait, as the latency tells it. */
    long latencyNanos(WindowShape shape) {
        long gathering = gatheringNanos(shape);
        long playing = shape.groupLength() * frameNanos();
        long working = network.longestGroupNanos();
        if (!isUnstoppable()) {
            return gathering + working;
        }
        return gathering + (network.isTooSlow() ? playing : Math.min(working, playing));
    }

    private long gatheringNanos(WindowShape shape) {
        return (shape.neededFrames() - 1) * frameNanos();
    }
}
