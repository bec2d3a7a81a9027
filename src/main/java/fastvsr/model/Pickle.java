package fastvsr.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes one object whose state is tensors and flags, in Python's pickle protocol 2 as libtorch reads it. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        out.write(0x80);
        out.write(2);
    }

    /** An empty object of a class. */
    Pickle newObject(String module, String name) {
        return global(module, name).op(')').op(0x81);
    }

    /** Opens the object's dictionary: keys and values follow in turn. */
    Pickle beginState() {
        return op('}').op('(');
    }

    /** Closes the dictionary and the pickle. */
    byte[] endState() {
        op('u').op('b').op('.');
        return out.toByteArray();
    }

    Pickle text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Pickle bool(boolean value) {
        return op(value ? 0x88 : 0x89);
    }

    /** A Double as a float, anything else as a 32-bit int. */
    Pickle number(Number value) {
        if (value instanceof Double real) {
            op('G');
            out.writeBytes(ByteBuffer.allocate(8).putDouble(real).array());
        } else {
            number(value.intValue());
        }
        return this;
    }

    /** A tensor whose numbers lie in the archive under {@code data/INDEX}. */
    Pickle tensor(int index, HostTensor tensor, boolean requiresGradient) {
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        storage(index, tensor);
        number(0);
        numbers(tensor.shape().stream().mapToInt(Integer::intValue).toArray());
        numbers(TorchScriptArchive.MemoryLayout.of(tensor.shape()).strides());
        bool(requiresGradient);
        return global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
    }

    private void storage(int index, HostTensor tensor) {
        String type = switch (tensor.type()) {
            case F32 -> "FloatStorage";
            case F16 -> "HalfStorage";
            case BF16 -> "BFloat16Storage";
        };
        op('(').text("storage").global("torch", type).text(Integer.toString(index)).text("cpu");
        number(tensor.size());
        op('t').op('Q');
    }

    private void numbers(int[] values) {
        op('(');
        for (int value : values) {
            number(value);
        }
        op('t');
    }

    private void number(int value) {
        op('J').int32(value);
    }

    private Pickle global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private void int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private Pickle op(int code) {
        out.write(code);
        return this;
    }
}
