package fastvsr.gst;

/** Scales pictures by cubic interpolation, in a fraction of a network's time (GstVideoConverter); for one thread. */
public final class Interpolation implements AutoCloseable {
    private final long converter;

    /** Between two picture formats, which differ in size only. */
    public Interpolation(VideoInfo from, VideoInfo to) {
        converter = Gst.gst_video_converter_new(from.address(), to.address(), 0);
        if (converter == 0) {
            throw new IllegalStateException("GStreamer cannot scale " + from.width() + "x" + from.height() + " to "
                    + to.width() + "x" + to.height());
        }
    }

    /** Writes a picture, scaled, into another. */
    public void scale(VideoFrame from, VideoFrame to) {
        Gst.gst_video_converter_frame(converter, from.address(), to.address());
    }

    @Override
    public void close() {
        Gst.gst_video_converter_free(converter);
    }
}
