package fastvsr.model;

/**
 * Where the samples of one colour component lie in a picture's bytes.
 *
 * <p>Every raw format that the element takes is described by a handful of these: planar, semi-planar and packed
 * layouts differ only in the numbers. The sample at column {@code x}, row {@code y} starts at byte
 * {@code offset + y * rowStride + x * pixelStride}, little-endian, and its value is {@code (word >> shift)} in
 * {@code depth} bits.
 *
 * @param offset      byte of the first sample
 * @param rowStride   bytes from one row to the next
 * @param pixelStride bytes from one sample to the next
 * @param width       samples in a row
 * @param height      rows
 * @param depth       significant bits of a sample, 8 to 16
 * @param shift       unused low bits below them (6 for P010)
 */
public record Component(int offset, int rowStride, int pixelStride, int width, int height, int depth, int shift) {
    public Component {
        assert offset >= 0 && width > 0 && height > 0 && depth >= 8 && depth + shift <= 16;
    }

    /** Bytes that one sample occupies: 1 or 2. */
    public int sampleBytes() {
        return depth + shift > 8 ? 2 : 1;
    }

    /** First byte behind the last sample. */
    public long end() {
        return offset + (long) (height - 1) * rowStride + (long) (width - 1) * pixelStride + sampleBytes();
    }
}
