package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The pixels of one buffer, mapped into memory until {@link #close()}: that of the host, or that of the GPU they lie in. */
public final class VideoFrame implements AutoCloseable {
    @C("GST_MAP_READ") static final int READ = 1;
    @C("GST_MAP_WRITE") static final int WRITE = 2;
    /** GST_MAP_CUDA of gstcudamemory.h, which Debian cannot compile without NVIDIA's headers. */
    @C("GST_MAP_FLAG_LAST << 1") static final int CUDA = 1 << 17;

    private final Memory frame = new Memory(Layout.FRAME_SIZE);
    private final List<VideoInfo.Component> components;
    private final boolean isOnGpu;

    private VideoFrame(VideoInfo info, boolean isOnGpu) {
        this.components = info.components();
        this.isOnGpu = isOnGpu;
        frame.clear();
    }

    /** Maps a buffer for reading where it lies; empty if it is smaller than its caps say, or its memory cannot be read from here. */
    public static Optional<VideoFrame> read(VideoInfo info, Buffer buffer) {
        if (info.isOnGpu()) {
            GstCuda.sync(buffer.memory());
        }
        return map(info, buffer, READ, info.isOnGpu());
    }

    /** Maps a buffer for reading by the host; what lies in the memory of a GPU is copied. */
    public static Optional<VideoFrame> readOnHost(VideoInfo info, Buffer buffer) {
        return map(info, buffer, READ, false);
    }

    /** Maps a buffer for reading and writing where it lies. */
    public static Optional<VideoFrame> write(VideoInfo info, Buffer buffer) {
        return map(info, buffer, READ | WRITE, info.isOnGpu());
    }

    /** Maps a buffer for reading and writing by the host; what lies in the memory of a GPU is copied there and back. */
    public static Optional<VideoFrame> writeOnHost(VideoInfo info, Buffer buffer) {
        return map(info, buffer, READ | WRITE, false);
    }

    private static Optional<VideoFrame> map(VideoInfo info, Buffer buffer, int access, boolean isOnGpu) {
        var mapped = new VideoFrame(info, isOnGpu);
        int flags = isOnGpu ? access | CUDA : access;
        if (Gst.gst_video_frame_map(mapped.address(), info.address(), buffer.address(), flags) == 0) {
            mapped.frame.close();
            return Optional.empty();
        }
        return Optional.of(mapped);
    }

    /** Copies the pixels of a picture of the same format and size, row by row, whatever the strides. */
    public void copyFrom(VideoFrame other) {
        Gst.gst_video_frame_copy(address(), other.address());
        components.stream().filter(this::isCutShort).forEach(component -> copyLastColumn(other, component));
    }

    /** GStreamer copies no more of a row than luma fills: too little for YUY2 and its kin of odd width. */
    private boolean isCutShort(VideoInfo.Component component) {
        var luma = components.get(0);
        return component.plane() == luma.plane() && rowEnd(component) > luma.width() * luma.pixelStride();
    }

    private void copyLastColumn(VideoFrame other, VideoInfo.Component component) {
        int last = rowEnd(component) - component.sampleBytes();
        for (int row = 0; row < component.height(); row++) {
            var from = new Pointer(other.planeAddress(component.plane()) + (long) row * other.rowStride(component.plane()));
            var to = new Pointer(planeAddress(component.plane()) + (long) row * rowStride(component.plane()));
            to.write(last, from.getByteArray(last, component.sampleBytes()), 0, component.sampleBytes());
        }
    }

    private static int rowEnd(VideoInfo.Component component) {
        return component.offset() + (component.width() - 1) * component.pixelStride() + component.sampleBytes();
    }

    /** Bytes from one row of a plane to the next. */
    public int rowStride(int plane) {
        return frame.getInt(Layout.FRAME_INFO + Layout.INFO_STRIDE + (long) plane * Integer.BYTES);
    }

    /** Bytes from the first byte of {@link #bytes()} to the first byte of a plane. */
    public int planeOffset(int plane) {
        return Math.toIntExact(planeAddress(plane) - firstAddress());
    }

    /** Whether every plane lies where whoever knows nothing but the caps looks for it. */
    public boolean isLaidOutAs(VideoInfo info) {
        return components.stream().mapToInt(VideoInfo.Component::plane).allMatch(
                plane -> rowStride(plane) == info.rowStride(plane) && planeAddress(plane) - mapStart(0) == info.planeOffset(plane));
    }

    /** All planes of a picture whose buffer is one piece, as a direct buffer; valid until the frame is closed. */
    public ByteBuffer bytes() {
        assert !isOnGpu;
        return new Pointer(firstAddress()).getByteBuffer(0, size());
    }

    /** Whether the pixels are mapped into the memory of a GPU, where only that can reach them. */
    public boolean isOnGpu() {
        return isOnGpu;
    }

    /** Bytes from the first one of a picture whose buffer is one piece to the end of its memory. */
    public long size() {
        return frame.getLong(Layout.FRAME_MAP + Layout.MAP_DATA) + frame.getLong(Layout.FRAME_MAP + Layout.MAP_BYTES)
                - firstAddress();
    }

    /** Whether every row of every plane is at least as long as its samples and lies inside its memory. */
    public boolean isComplete() {
        return components.stream().allMatch(this::fits);
    }

    private boolean fits(VideoInfo.Component component) {
        int plane = component.plane();
        int row = rowEnd(component);
        long end = planeAddress(plane) + (long) (component.height() - 1) * rowStride(plane) + row;
        return rowStride(plane) >= row && IntStream.range(0, 4).anyMatch(map -> planeAddress(plane) >= mapStart(map)
                && end <= mapStart(map) + frame.getLong(mapOffset(map) + Layout.MAP_BYTES));
    }

    private long mapStart(int map) {
        return frame.getLong(mapOffset(map) + Layout.MAP_DATA);
    }

    private static long mapOffset(int map) {
        return Layout.FRAME_MAP + (long) map * Layout.MAP_SIZE;
    }

    /** Address of the picture's first byte. */
    public long firstAddress() {
        return components.stream().mapToLong(component -> planeAddress(component.plane())).min().orElseThrow();
    }

    private long planeAddress(int plane) {
        return frame.getLong(Layout.FRAME_DATA + (long) plane * Long.BYTES);
    }

    long address() {
        return Pointer.nativeValue(frame);
    }

    @Override
    public void close() {
        Gst.gst_video_frame_unmap(address());
        frame.close();
    }
}
