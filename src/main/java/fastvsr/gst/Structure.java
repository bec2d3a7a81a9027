package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    public boolean has(String field) {
        return Gst.gst_structure_has_field(address, field) != 0;
    }

    /** The fraction in a field; empty if it is missing, not positive, or one of several. */
    public Optional<Fraction> fraction(String field) {
        try (var out = new Memory(2 * Integer.BYTES)) {
            long at = Pointer.nativeValue(out);
            boolean isFixed = Gst.gst_structure_get_fraction(address, field, at, at + Integer.BYTES) != 0;
            boolean isPositive = isFixed && out.getInt(0) > 0 && out.getInt(Integer.BYTES) > 0;
            return isPositive ? Optional.of(new Fraction(out.getInt(0), out.getInt(Integer.BYTES))) : Optional.empty();
        }
    }

    /** Of all that a field allows, leaves what is nearest to a number. */
    public void fixate(String field, long wanted) {
        int target = (int) Math.min(wanted, Integer.MAX_VALUE);
        Gst.gst_structure_fixate_field_nearest_int(address, field, target);
    }

    /** Of all that a field allows, leaves what is nearest to a fraction. */
    public void fixate(String field, Fraction wanted) {
        Gst.gst_structure_fixate_field_nearest_fraction(address, field, wanted.numerator(), wanted.denominator());
    }

    /** What {@link #fixate(String, long)} would leave. */
    public int nearest(String field, long wanted) {
        return ofCopy(copy -> {
            copy.fixate(field, wanted);
            return copy.ranges(field).get(0).min();
        });
    }

    /** What {@link #fixate(String, Fraction)} would leave, if that is positive. */
    public Fraction nearest(String field, Fraction wanted) {
        return ofCopy(copy -> {
            copy.fixate(field, wanted);
            return copy.fraction(field).orElse(wanted);
        });
    }

    private <T> T ofCopy(Function<Structure, T> question) {
        var copy = new Structure(Gst.gst_structure_copy(address));
        try {
            return question.apply(copy);
        } finally {
            Gst.gst_structure_free(copy.address);
        }
    }

    /** Allows everything in a field, missing fields included. */
    public Structure without(String field) {
        Gst.gst_structure_remove_field(address, field);
        return this;
    }

    public Structure with(String field, Fraction fraction) {
        try (var value = new Value.Own(Gst.gst_fraction_get_type())) {
            Gst.gst_value_set_fraction(value.address(), fraction.numerator(), fraction.denominator());
            Gst.gst_structure_set_value(address, field, value.address());
        }
        return this;
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
