package fastvsr.gst;

/** What a pad of the element does with what arrives; called from any thread. */
public interface PadBehaviour {
    /**
     * Starts or stops data flow in push mode.
     *
     * @return whether that was possible
     */
    boolean activate(boolean active);

    /** Answers a query, or returns false. */
    boolean answer(Query query);

    /**
     * Handles an event and owns it.
     *
     * @return a value of {@link Flow}
     */
    int handle(Event event);

    /** A pad that takes buffers. */
    interface Sink extends PadBehaviour {
        /**
         * Takes a buffer and owns it.
         *
         * @return a value of {@link Flow}
         */
        int receive(Buffer buffer);
    }

    /** A pad that pushes buffers from a thread of its own. */
    interface Source extends PadBehaviour {
        /** One round of the pad's task: pushes one thing, or pauses the task. */
        void pushNext();
    }
}
