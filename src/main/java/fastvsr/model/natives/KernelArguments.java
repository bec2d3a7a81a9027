package fastvsr.model.natives;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The arguments of one launch in C's memory: pointers to values, and the values. */
final class KernelArguments implements AutoCloseable {
    /** Every argument starts where any type may. */
    private static final int ALIGNMENT = 16;

    private final Memory memory;

    private KernelArguments(Memory memory) {
        this.memory = memory;
    }

    /** Arguments as {@link Kernels#launch} takes them. */
    static KernelArguments of(Object... arguments) {
        long place = aligned((long) Native.POINTER_SIZE * arguments.length);
        long size = place;
        for (Object argument : arguments) {
            size += aligned(bytes(argument));
        }
        Memory memory = new Memory(size);
        for (int i = 0; i < arguments.length; i++) {
            memory.setPointer((long) Native.POINTER_SIZE * i, memory.share(place));
            put(memory, place, arguments[i]);
            place += aligned(bytes(arguments[i]));
        }
        return new KernelArguments(memory);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static long bytes(Object argument) {
        if (argument instanceof int[] numbers) {
            return 4L * numbers.length;
        } else if (argument instanceof float[] numbers) {
            return 4L * numbers.length;
        }
        return argument instanceof Long ? 8 : 4;
    }

    private static void put(Memory memory, long place, Object argument) {
        if (argument instanceof Long number) {
            memory.setLong(place, number);
        } else if (argument instanceof Integer number) {
            memory.setInt(place, number);
        } else if (argument instanceof Float number) {
            memory.setFloat(place, number);
        } else if (argument instanceof int[] numbers) {
            memory.write(place, numbers, 0, numbers.length);
        } else if (argument instanceof float[] numbers) {
            memory.write(place, numbers, 0, numbers.length);
        } else {
            throw new IllegalArgumentException("a kernel cannot take " + argument);
        }
    }

    /** One pointer for each argument. */
    Pointer pointers() {
        return memory;
    }

    @Override
    public void close() {
        memory.close();
    }
}
