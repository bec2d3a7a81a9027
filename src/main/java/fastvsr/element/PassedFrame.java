package fastvsr.element;

import fastvsr.gst.Buffer;

/**
 * A frame that leaves without being upscaled.
 *
 * @param buffer owned by the output queue, then by whoever takes it
 */
record PassedFrame(Buffer buffer) implements OutputQueue.Frame {
    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void drop() {
        buffer.close();
    }

    @Override
    public Buffer takeOutput() {
        return buffer;
    }
}
