package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;

/**
 * A GstStructure: a name with fields.
 *
 * @param address of the GstStructure
 */
public record Structure(long address) {
    /** A structure without fields, owned by the caller until it is given away. */
    public static Structure named(String name) {
        return new Structure(Gst.gst_structure_new_empty(name));
    }

    /** The numbers that a field allows; empty if it is missing or no number. */
    public List<IntRange> ranges(String field) {
        long value = Gst.gst_structure_get_value(address, field);
        return value == 0 ? List.of() : new Value(value).ranges();
    }

    /** The text in a field; empty if it is missing or no text. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(Gst.gst_structure_get_string(address, field));
    }

    /** Sets a field to one number, a range, or a list. */
    public Structure with(String field, List<IntRange> ranges) {
        try (var value = Value.Own.of(ranges)) {
            Gst.gst_structure_set_value(address, field, value.address());
        }
        return this;
    }

    public Structure with(String field, String text) {
        try (var value = new Value.Own(Value.STRING)) {
            Gst.g_value_set_string(value.address(), text);
            Gst.gst_structure_set_value(address, field, value.address());
        }
        return this;
    }

    public Structure with(String field, double number) {
        try (var value = new Value.Own(Value.DOUBLE)) {
            Gst.g_value_set_double(value.address(), number);
            Gst.gst_structure_set_value(address, field, value.address());
        }
        return this;
    }

    /** Multiplies a field, if it is there and a double. */
    void scale(String field, double by) {
        try (var out = new Memory(Double.BYTES)) {
            if (Gst.gst_structure_get_double(address, field, Pointer.nativeValue(out)) != 0) {
                with(field, out.getDouble(0) * by);
            }
        }
    }

    /** Sets an unsigned 64-bit field. */
    public Structure with(String field, long number) {
        try (var value = new Value.Own(Value.UINT64)) {
            Gst.g_value_set_uint64(value.address(), number);
            Gst.gst_structure_set_value(address, field, value.address());
        }
        return this;
    }

    /** Sets an unsigned 32-bit field. */
    public Structure with(String field, int number) {
        try (var value = new Value.Own(Value.UINT)) {
            Gst.g_value_set_uint(value.address(), number);
            Gst.gst_structure_set_value(address, field, value.address());
        }
        return this;
    }
}
