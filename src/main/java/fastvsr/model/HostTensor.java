package fastvsr.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * An array of numbers in Java's memory.
 *
 * @param type  how a number is stored
 * @param shape size of every dimension, the last one lying densest
 * @param bytes all numbers, from position 0 to the limit, little-endian; only read
 */
public record HostTensor(ElementType type, List<Integer> shape, ByteBuffer bytes) {
    public HostTensor {
        shape = List.copyOf(shape);
        bytes = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assert bytes.limit() == count(shape) * type.bytes();
    }

    /** A single-precision tensor that holds {@code values}. */
    public static HostTensor of(float[] values, int... shape) {
        return of(ElementType.F32, values, Arrays.stream(shape).boxed().toList());
    }

    /** A tensor of {@code type} that holds {@code values} rounded to it. */
    public static HostTensor of(ElementType type, float[] values, List<Integer> shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (type) {
                case F32 -> bytes.putFloat(value);
                case F16 -> bytes.putShort(HalfFloat.toBits(value));
                case BF16 -> bytes.putShort(upperHalf(value));
            }
        }
        return new HostTensor(type, shape, bytes.flip());
    }

    /** All numbers in order, as singles. */
    public float[] floats() {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case F32 -> bytes.getFloat(4 * i);
                case F16 -> HalfFloat.toFloat(bytes.getShort(2 * i));
                case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            };
        }
        return values;
    }

    /** The same numbers stored as {@code other}. */
    public HostTensor as(ElementType other) {
        return other == type ? this : of(other, floats(), shape);
    }

    /** A share of the other tensor, the rest of this one, in singles. */
    HostTensor mixedWith(HostTensor other, double share) {
        float[] mixed = floats();
        float[] others = other.floats();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] += (float) share * (others[i] - mixed[i]);
        }
        return of(ElementType.F32, mixed, shape);
    }

    /** How many numbers there are. */
    public int size() {
        return bytes.limit() / type.bytes();
    }

    private static short upperHalf(float value) {
        int bits = Float.floatToIntBits(value);
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    private static long count(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
