package fastvsr.element;

import fastvsr.gst.Segment;

/**
 * When and where in the stream a frame came in.
 *
 * @param number  counts the frames since the element left READY
 * @param nanos   System.nanoTime()
 * @param segment that its timestamp refers to
 */
record Arrival(long number, long nanos, Segment segment) {
}
