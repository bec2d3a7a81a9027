package fastvsr.model;

/** How one number of a weight tensor is stored, little-endian (names as in the safetensors format). */
public enum ElementType {
    /** IEEE 754 single precision. */
    F32(4),
    /** IEEE 754 half precision. */
    F16(2),
    /** The upper half of a single. */
    BF16(2);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes that one number occupies. */
    public int bytes() {
        return bytes;
    }
}
