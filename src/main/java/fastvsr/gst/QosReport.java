package fastvsr.gst;

import java.util.OptionalLong;

/**
 * What an application hears of a frame that came too late.
 *
 * @param isLive        whether a live source is upstream
 * @param running       when the frame was to be shown, in nanoseconds of playing
 * @param stream        where it lies in its stream, in nanoseconds
 * @param pts           its timestamp, in nanoseconds
 * @param duration      its duration, in nanoseconds
 * @param latenessNanos how much too late it was
 * @param proportion    how much slower than real time the stream is, as downstream says
 * @param quality       share of the best quality at which the stream is processed, in millionths
 * @param processed     frames that have left so far
 * @param dropped       frames that were dropped so far
 */
public record QosReport(boolean isLive, OptionalLong running, OptionalLong stream, OptionalLong pts, OptionalLong duration,
                        long latenessNanos, double proportion, int quality, long processed, long dropped) {
    @C("GST_FORMAT_BUFFERS") private static final int BUFFERS = 4;

    /** A QOS message from an element. */
    long message(long element) {
        long message = Gst.gst_message_new_qos(element, isLive ? 1 : 0, Nanos.clockTime(running), Nanos.clockTime(stream),
                Nanos.clockTime(pts), Nanos.clockTime(duration));
        Gst.gst_message_set_qos_values(message, latenessNanos, proportion, quality);
        Gst.gst_message_set_qos_stats(message, BUFFERS, processed, dropped);
        return message;
    }
}
