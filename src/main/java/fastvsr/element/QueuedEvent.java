package fastvsr.element;

import fastvsr.gst.Event;

/**
 * An event that waits for its turn.
 *
 * @param event owned by the queue, then by whoever takes the item
 * @param type  its type, which has to be known after it was given away
 */
record QueuedEvent(Event event, int type) implements OutputQueue.Item {
    QueuedEvent(Event event) {
        this(event, event.type());
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void drop() {
        event.close();
    }

    boolean isEndOfStream() {
        return type == Event.EOS;
    }

    /** Whether data may flow again after it, though the stream has ended. */
    boolean liftsEnd() {
        return type == Event.SEGMENT || type == Event.STREAM_START;
    }
}
