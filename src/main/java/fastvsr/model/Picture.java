package fastvsr.model;

import java.nio.ByteBuffer;

/**
 * One raw picture: a format and the memory it describes.
 *
 * @param format layout of the bytes
 * @param memory where they lie
 */
public record Picture(PictureFormat format, Memory memory) {
    /** Where the bytes of a picture lie. */
    public sealed interface Memory {
        /** How many there are. */
        long size();
    }

    /**
     * Memory that the host reaches.
     *
     * @param bytes direct buffer; component offsets count from its position
     */
    public record OnHost(ByteBuffer bytes) implements Memory {
        public OnHost {
            assert bytes.isDirect();
        }

        @Override
        public long size() {
            return bytes.remaining();
        }
    }

    /**
     * Memory that an NVIDIA GPU reaches, in any CUDA context of this process; written completely before it is handed on.
     *
     * @param address a {@code CUdeviceptr}; component offsets count from here
     * @param size    bytes
     */
    public record OnGpu(long address, long size) implements Memory {
    }

    public Picture {
        if (memory.size() < format.size()) {
            throw new IllegalArgumentException("picture of " + memory.size() + " bytes is smaller than the "
                    + format.size() + " bytes its format needs");
        }
    }

    /** A picture that the host reaches. */
    public Picture(PictureFormat format, ByteBuffer bytes) {
        this(format, new OnHost(bytes));
    }

    /** A picture of zeros in memory of its own. */
    public static Picture blank(PictureFormat format) {
        return new Picture(format, ByteBuffer.allocateDirect(Math.toIntExact(format.size())));
    }

    /**
     * The bytes of a picture that the host reaches.
     *
     * @throws IllegalArgumentException if it lies elsewhere
     */
    public ByteBuffer bytes() {
        if (memory instanceof OnHost host) {
            return host.bytes();
        }
        throw new IllegalArgumentException("the picture does not lie where the host reaches it: " + memory);
    }

    /** As many of {@link #bytes()} as the format needs, with a position of their own. */
    public ByteBuffer content() {
        return bytes().slice(bytes().position(), Math.toIntExact(format.size()));
    }
}
