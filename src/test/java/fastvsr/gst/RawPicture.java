package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;

/** A picture in Java's memory as its caps describe it, with GStreamer's default strides. */
public final class RawPicture {
    static {
        Native.register(RawPicture.class, NativeLibrary.getInstance("libgstvideo-1.0.so.0"));
    }

    static native long gst_video_converter_new(long from, long to, long config);
    static native void gst_video_converter_frame(long converter, long from, long to);
    static native void gst_video_converter_free(long converter);
    static native int gst_video_format_from_string(String format);
    static native long gst_buffer_add_video_meta_full(long buffer, int flags, int format, int width, int height,
            int planes, long offsets, long strides);

    private final VideoInfo info;
    private final List<VideoInfo.Component> components;
    private final Pointer fields;
    private final byte[] bytes;

    /** A picture whose samples are all 0. */
    public RawPicture(String caps) {
        this(info(caps));
    }

    /** A picture of such bytes. */
    public RawPicture(String caps, byte[] bytes) {
        this(info(caps), bytes);
    }

    private RawPicture(VideoInfo info) {
        this(info, new byte[(int) info.bytes()]);
    }

    private RawPicture(VideoInfo info, byte[] bytes) {
        this.info = info;
        this.components = info.components();
        this.fields = new Pointer(info.address());
        this.bytes = bytes;
    }

    private static VideoInfo info(String text) {
        try (var caps = new Caps(Host.gst_caps_from_string(text))) {
            return VideoInfo.of(caps).orElseThrow(() -> new AssertionError("no raw video: " + text));
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Y, U, V or R, G, B or grey, then alpha. */
    public List<VideoInfo.Component> components() {
        return components;
    }

    public VideoInfo.Model model() {
        return info.model();
    }

    /** Luma samples across that share one sample of a component. */
    public int across(int component) {
        return subsampling(Layout.FORMAT_W_SUB, component);
    }

    /** Luma samples down that share one sample of a component. */
    public int down(int component) {
        return subsampling(Layout.FORMAT_H_SUB, component);
    }

    private int subsampling(int field, int component) {
        return 1 << fields.getPointer(Layout.INFO_FORMAT).getInt(field + 4L * component);
    }

    public int get(int component, int x, int y) {
        int at = place(component, x, y);
        int word = Byte.toUnsignedInt(bytes[at]);
        if (components.get(component).sampleBytes() == 2) {
            word |= Byte.toUnsignedInt(bytes[at + 1]) << 8;
        }
        return word >> components.get(component).shift();
    }

    public RawPicture put(int component, int x, int y, int code) {
        int at = place(component, x, y);
        int word = code << components.get(component).shift();
        bytes[at] = (byte) word;
        if (components.get(component).sampleBytes() == 2) {
            bytes[at + 1] = (byte) (word >> 8);
        }
        return this;
    }

    /** Sets all samples of a component. */
    public RawPicture fill(int component, int code) {
        for (int y = 0; y < components.get(component).height(); y++) {
            for (int x = 0; x < components.get(component).width(); x++) {
                put(component, x, y, code);
            }
        }
        return this;
    }

    private int place(int component, int x, int y) {
        var c = components.get(component);
        return (int) fields.getLong(Layout.INFO_OFFSET + 8L * c.plane()) + c.offset() + x * c.pixelStride()
                + y * fields.getInt(Layout.INFO_STRIDE + 4L * c.plane());
    }

    /** The same picture as GStreamer itself converts it to other caps. */
    public RawPicture convertedBy(String otherCaps) {
        var target = new RawPicture(otherCaps);
        long from = buffer(bytes);
        long to = buffer(target.bytes);
        long converter = gst_video_converter_new(info.address(), target.info.address(), 0);
        try (var read = VideoFrame.read(info, new Buffer(from)).orElseThrow();
                var written = VideoFrame.write(target.info, new Buffer(to)).orElseThrow()) {
            gst_video_converter_frame(converter, read.address(), written.address());
            written.bytes().get(target.bytes);
        }
        gst_video_converter_free(converter);
        Gst.gst_mini_object_unref(from);
        Gst.gst_mini_object_unref(to);
        return target;
    }

    private static long buffer(byte[] bytes) {
        long buffer = Host.gst_buffer_new_allocate(0, bytes.length, 0);
        try (var memory = new Memory(bytes.length)) {
            memory.write(0, bytes, 0, bytes.length);
            Host.gst_buffer_fill(buffer, 0, memory, bytes.length);
        }
        return buffer;
    }

    /**
     * The same picture in a buffer whose rows are longer than they have to be.
     *
     * @param slack bytes added to every row
     */
    long withLongRows(String format, int slack) {
        int planes = fields.getPointer(Layout.INFO_FORMAT).getInt(Layout.FORMAT_PLANES);
        try (var offsets = new Memory(4 * 8); var strides = new Memory(4 * 4)) {
            int size = 0;
            for (int plane = 0; plane < planes; plane++) {
                offsets.setLong(8L * plane, size);
                strides.setInt(4L * plane, stride(plane) + slack);
                size += (stride(plane) + slack) * rows(plane);
            }
            var longer = new byte[size];
            for (int plane = 0; plane < planes; plane++) {
                copyRows(plane, longer, (int) offsets.getLong(8L * plane), stride(plane) + slack);
            }
            long buffer = buffer(longer);
            gst_buffer_add_video_meta_full(buffer, 0, gst_video_format_from_string(format), info.width(),
                    info.height(), planes, Pointer.nativeValue(offsets), Pointer.nativeValue(strides));
            return buffer;
        }
    }

    private void copyRows(int plane, byte[] longer, int offset, int longStride) {
        int first = (int) fields.getLong(Layout.INFO_OFFSET + 8L * plane);
        for (int row = 0; row < rows(plane); row++) {
            System.arraycopy(bytes, first + row * stride(plane), longer, offset + row * longStride, stride(plane));
        }
    }

    private int stride(int plane) {
        return fields.getInt(Layout.INFO_STRIDE + 4L * plane);
    }

    private int rows(int plane) {
        return components.stream().filter(c -> c.plane() == plane).mapToInt(VideoInfo.Component::height).max().orElseThrow();
    }
}
