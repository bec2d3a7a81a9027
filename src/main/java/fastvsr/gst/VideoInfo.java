package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What fixed raw video caps say about a picture (GstVideoInfo). */
public final class VideoInfo {
    @C("GST_VIDEO_INTERLACE_MODE_PROGRESSIVE") static final int PROGRESSIVE = 0;
    @C("GST_VIDEO_COLOR_RANGE_UNKNOWN") static final int UNKNOWN_RANGE = 0;
    @C("GST_VIDEO_COLOR_RANGE_0_255") static final int FULL_RANGE = 1;
    @C("GST_VIDEO_CHROMA_SITE_H_COSITED") static final int H_COSITED = 2;
    @C("GST_VIDEO_CHROMA_SITE_V_COSITED") static final int V_COSITED = 4;
    @C("GST_VIDEO_FORMAT_FLAG_YUV") static final int YUV = 1;
    @C("GST_VIDEO_FORMAT_FLAG_RGB") static final int RGB = 2;
    @C("GST_SECOND") static final long SECOND = 1_000_000_000L;

    /** The components that a format has. */
    public enum Model { YUV, RGB, GRAY }

    /**
     * Where the samples of one component lie inside its plane.
     *
     * @param plane       index of the plane
     * @param offset      bytes from the plane's first byte to the first sample
     * @param pixelStride bytes from one sample to the next
     * @param width       samples in a row
     * @param height      rows
     * @param depth       significant bits
     * @param shift       unused low bits
     */
    public record Component(int plane, int offset, int pixelStride, int width, int height, int depth, int shift) {
        /** Bytes that one sample occupies: 1 or 2. */
        public int sampleBytes() {
            return depth + shift > 8 ? 2 : 1;
        }
    }

    /**
     * Weights of red and blue in luma.
     *
     * @param kr weight of red
     * @param kb weight of blue
     */
    public record LumaWeights(double kr, double kb) {
    }

    private final Memory info;
    private final boolean isOnGpu;
    private final List<Component> components;

    private VideoInfo(Memory info, boolean isOnGpu) {
        this.info = info;
        this.isOnGpu = isOnGpu;
        this.components = IntStream.range(0, format().getInt(Layout.FORMAT_COMPONENTS)).mapToObj(this::component).toList();
    }

    /** Reads fixed caps; empty if they are no raw video. */
    public static Optional<VideoInfo> of(Caps caps) {
        var info = new Memory(Layout.INFO_SIZE);
        if (Gst.gst_video_info_from_caps(Pointer.nativeValue(info), caps.address()) == 0) {
            return Optional.empty();
        }
        // GStreamer forgets the site that caps name if they name no colorimetry (1.22, gst_video_info_from_caps)
        caps.first().text("chroma-site").ifPresent(
                name -> info.setInt(Layout.INFO_CHROMA_SITE, Gst.gst_video_chroma_site_from_string(name)));
        return Optional.of(new VideoInfo(info, caps.isOnGpu()));
    }

    /** Whether both describe the same pictures in the same kind of memory, their frame rate included. */
    public boolean isSameAs(VideoInfo other) {
        return isOnGpu == other.isOnGpu && Gst.gst_video_info_is_equal(address(), other.address()) != 0;
    }

    public int width() {
        return info.getInt(Layout.INFO_WIDTH);
    }

    public int height() {
        return info.getInt(Layout.INFO_HEIGHT);
    }

    public long pixels() {
        return (long) width() * height();
    }

    /** Bytes of a picture with the default strides. */
    public long bytes() {
        return info.getLong(Layout.INFO_BYTES);
    }

    /** Bytes from one row of a plane to the next by default; buffers may have others. */
    public int rowStride(int plane) {
        return info.getInt(Layout.INFO_STRIDE + (long) plane * Integer.BYTES);
    }

    /** Bytes from the first byte of a picture to that of a plane, with the default strides. */
    public int planeOffset(int plane) {
        return Math.toIntExact(info.getLong(Layout.INFO_OFFSET + (long) plane * Long.BYTES));
    }

    /** Whether they lie in the memory of a GPU (GstCudaMemory). */
    public boolean isOnGpu() {
        return isOnGpu;
    }

    /** Whether every frame is one picture, not two interlaced ones. */
    public boolean isProgressive() {
        return info.getInt(Layout.INFO_INTERLACE_MODE) == PROGRESSIVE;
    }

    /** RGB uses all codes unless its caps say otherwise; rawvideoparse, for one, leaves the range unknown. */
    public boolean isFullRange() {
        int range = info.getInt(Layout.INFO_RANGE);
        return range == FULL_RANGE || range == UNKNOWN_RANGE && model() == Model.RGB;
    }

    /** Whether chroma lies on the left luma column. */
    public boolean isChromaLeft() {
        int site = info.getInt(Layout.INFO_CHROMA_SITE);
        return site == 0 || (site & H_COSITED) != 0;
    }

    /** Whether chroma lies on the upper luma row. */
    public boolean isChromaTop() {
        return (info.getInt(Layout.INFO_CHROMA_SITE) & V_COSITED) != 0;
    }

    /** Time from one frame to the next; 0 if the frame rate is variable or unknown. */
    public long frameNanos() {
        int fps = info.getInt(Layout.INFO_FPS_N);
        return fps == 0 ? 0 : SECOND * info.getInt(Layout.INFO_FPS_D) / fps;
    }

    public Model model() {
        int flags = format().getInt(Layout.FORMAT_FLAGS);
        if ((flags & YUV) != 0) {
            return Model.YUV;
        }
        return (flags & RGB) != 0 ? Model.RGB : Model.GRAY;
    }

    /** The luma weights of the colour matrix; empty if it has none, as for RGB. */
    public Optional<LumaWeights> lumaWeights() {
        try (var out = new Memory(2 * Double.BYTES)) {
            long at = Pointer.nativeValue(out);
            int known = Gst.gst_video_color_matrix_get_Kr_Kb(info.getInt(Layout.INFO_MATRIX), at, at + Double.BYTES);
            return known == 0 ? Optional.empty()
                    : Optional.of(new LumaWeights(out.getDouble(0), out.getDouble(Double.BYTES)));
        }
    }

    /** The components in the order Y, U, V or R, G, B or grey, then alpha if there is any. */
    public List<Component> components() {
        return components;
    }

    private Component component(int index) {
        return new Component(number(Layout.FORMAT_PLANE, index), offset(index),
                number(Layout.FORMAT_PIXEL_STRIDE, index), shifted(width(), number(Layout.FORMAT_W_SUB, index)),
                shifted(height(), number(Layout.FORMAT_H_SUB, index)), number(Layout.FORMAT_DEPTH, index),
                number(Layout.FORMAT_SHIFT, index));
    }

    /** In bytes; for Cr of P010, P012 and P016 GStreamer's table counts samples: 1 for a word that starts at byte 2. */
    private int offset(int index) {
        int offset = number(Layout.FORMAT_POFFSET, index);
        boolean isWord = number(Layout.FORMAT_DEPTH, index) + number(Layout.FORMAT_SHIFT, index) > 8;
        return isWord && offset % 2 != 0 ? 2 * offset : offset;
    }

    private int number(int field, int index) {
        return format().getInt(field + (long) index * Integer.BYTES);
    }

    /** Halves as often as {@code by} says, rounded up, as GStreamer does for chroma. */
    private static int shifted(int size, int by) {
        return -(-size >> by);
    }

    private Pointer format() {
        return info.getPointer(Layout.INFO_FORMAT);
    }

    long address() {
        return Pointer.nativeValue(info);
    }
}
