package fastvsr.element;

import fastvsr.gst.Flow;

/**
 * Whether data flows between the two pads, and what upstream has to be told if not, by the rules of GstQueue (gstqueue.c).
 *
 * <p>The last push's result is what upstream gets. There are two ends of stream: at the entrance, once upstream has sent it, and
 * downstream, once that has answered a frame with EOS; it then wants nothing but an event that lifts the end. Threads that share this
 * hold a lock.
 */
final class DataFlow {
    private int result = Flow.FLUSHING;
    private boolean hasEnded;
    private boolean isEndedDownstream;
    private boolean hasFailed;

    /** The result of the last push, or FLUSHING. */
    int result() {
        return result;
    }

    boolean isOpen() {
        return result == Flow.OK;
    }

    boolean isFlushing() {
        return result == Flow.FLUSHING;
    }

    /** Whether upstream has sent its end of stream. */
    boolean hasEnded() {
        return hasEnded;
    }

    boolean hasFailed() {
        return hasFailed;
    }

    /** Whether a frame may come in: OK, or what upstream has to be told. */
    int admission() {
        return isOpen() && (hasEnded || isEndedDownstream) ? Flow.EOS : result;
    }

    /** Whether an event may come in, as {@link #admission()}; if so, the stream has ended or begun anew with it. */
    int admit(QueuedEvent queued) {
        boolean isTakenAnyway = queued.event().isSticky() && !queued.isEndOfStream();
        if (!isOpen() && !isTakenAnyway) {
            return result;
        }
        if (hasEnded && !Flow.isFatal(result)) {
            return Flow.EOS;
        }
        hasEnded = queued.isEndOfStream();
        isEndedDownstream &= !queued.liftsEnd();
        return Flow.OK;
    }

    /** Data flows after activation, a flush or an end. */
    void open() {
        hasEnded = false;
        isEndedDownstream = false;
        result = hasFailed ? Flow.ERROR : Flow.OK;
    }

    /** Data flows again if an event is to begin something after an end; false if it does not. An error stays. */
    boolean reopenFor(QueuedEvent event) {
        boolean restarts = event.liftsEnd() && (hasEnded && isOpen() || result == Flow.EOS);
        if (restarts) {
            open();
        }
        return restarts;
    }

    /** Data flows again after a push to nobody; false if that was not the reason why it stopped. */
    boolean reopenIfNotLinked() {
        boolean wasNotLinked = result == Flow.NOT_LINKED;
        result = wasNotLinked ? Flow.OK : result;
        return wasNotLinked;
    }

    void flush() {
        result = Flow.FLUSHING;
    }

    /** Stops until {@link #restart()}; an earlier reason stays unless a link would lift it. */
    void fail() {
        hasFailed = true;
        result = isOpen() || result == Flow.NOT_LINKED ? Flow.ERROR : result;
    }

    void restart() {
        hasFailed = false;
    }

    /** Notes the result of a push. */
    void note(int pushed) {
        result = pushed;
    }

    /** Notes whether downstream wants nothing before a new beginning. */
    void noteEndDownstream(boolean hasEnded) {
        isEndedDownstream = hasEnded;
    }
}
