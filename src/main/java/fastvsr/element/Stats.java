package fastvsr.element;

import fastvsr.gst.Structure;
import fastvsr.model.SuperResolver;

/** What the element has done since it left READY, for the property {@code stats}. */
final class Stats {
    private long framesIn;
    private long framesOut;
    private long framesInterpolated;
    private long framesDropped;
    private long groups;
    private long groupNanos;
    private long firstOutNanos;
    private long lastOutNanos;
    private String model = "";
    private String device = "";
    private long memoryNeed;
    private long workNanos;
    private long workOfAllNanos;
    private long firstDoneNanos;
    private long lastDoneNanos;

    /** Starts counting from nothing. */
    synchronized void restart() {
        framesIn = 0;
        framesOut = 0;
        framesInterpolated = 0;
        framesDropped = 0;
        groups = 0;
        groupNanos = 0;
        firstOutNanos = 0;
        lastOutNanos = 0;
        workNanos = 0;
        workOfAllNanos = 0;
        firstDoneNanos = 0;
        lastDoneNanos = 0;
    }

    /** Goes on counting for another network. */
    synchronized void changeTo(SuperResolver resolver) {
        model = resolver.model().name();
        device = resolver.device();
        memoryNeed = 0;
    }

    /** Notes how many bytes of the device's memory the network needs, about; 0 if nobody knows. */
    synchronized void expectMemory(long bytes) {
        memoryNeed = bytes;
    }

    synchronized void countFrameIn() {
        framesIn++;
    }

    /** Counts a frame that leaves, before downstream gets it, which may look at the numbers. */
    synchronized void countFrameOut() {
        lastOutNanos = System.nanoTime();
        if (framesOut == 0) {
            firstOutNanos = lastOutNanos;
        }
        framesOut++;
    }

    synchronized void countInterpolated() {
        framesInterpolated++;
    }

    synchronized void countDropped() {
        framesDropped++;
    }

    synchronized long framesOut() {
        return framesOut;
    }

    synchronized long framesDropped() {
        return framesDropped;
    }

    /** Counts a group and how long the network took for it. */
    synchronized void countGroup(long nanos) {
        groups++;
        groupNanos = nanos;
    }

    /**
     * Counts what a GPU has computed for a group; the first one begins the time of which the GPU's share is told.
     *
     * @param nanos     that it worked
     * @param doneNanos when it was done, by {@link System#nanoTime()}
     */
    synchronized void countWork(long nanos, long doneNanos) {
        workNanos = nanos;
        lastDoneNanos = doneNanos;
        if (firstDoneNanos == 0) {
            firstDoneNanos = doneNanos;
        } else {
            workOfAllNanos += nanos;
        }
    }

    private double workShare() {
        return lastDoneNanos > firstDoneNanos ? (double) workOfAllNanos / (lastDoneNanos - firstDoneNanos) : 0;
    }

    /**
     * The numbers as applications read them.
     *
     * @param queueLevel frames and events inside the element
     * @param proportion how much slower than real time the stream is, as downstream says
     */
    synchronized Structure structure(int queueLevel, double proportion) {
        double seconds = (lastOutNanos - firstOutNanos) * 1e-9;
        return Structure.named("fastvsr-stats")
                .with("frames-in", framesIn).with("frames-out", framesOut)
                .with("frames-interpolated", framesInterpolated).with("frames-dropped", framesDropped)
                .with("proportion", proportion).with("groups", groups)
                .with("fps", seconds > 0 ? (framesOut - 1) / seconds : 0.0)
                .with("model-ms", groupNanos * 1e-6)
                .with("gpu-ms", workNanos * 1e-6).with("gpu-busy", workShare())
                .with("queue-level", queueLevel)
                .with("device", device).with("model", model)
                .with("memory-estimate", memoryNeed);
    }
}
