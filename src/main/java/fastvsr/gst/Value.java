package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A GValue that GStreamer lends for the time of a call.
 *
 * @param address of the GValue
 */
public record Value(long address) {
    @C("G_TYPE_INT") static final long INT = 24;
    @C("G_TYPE_UINT") static final long UINT = 28;
    @C("G_TYPE_UINT64") static final long UINT64 = 44;
    @C("G_TYPE_DOUBLE") static final long DOUBLE = 60;
    @C("G_TYPE_STRING") static final long STRING = 64;

    /** The text; empty if the value is NULL. */
    public Optional<String> text() {
        long text = Gst.g_value_get_string(address);
        return text == 0 ? Optional.empty() : Optional.of(new Pointer(text).getString(0, "UTF-8"));
    }

    /** The unsigned number. */
    public int unsigned() {
        return Gst.g_value_get_uint(address);
    }

    /** The floating-point number. */
    public double number() {
        return Gst.g_value_get_double(address);
    }

    public void setNumber(double number) {
        Gst.g_value_set_double(address, number);
    }

    /** The number of an enum's value. */
    public int choice() {
        return Gst.g_value_get_enum(address);
    }

    public void setChoice(int number) {
        Gst.g_value_set_enum(address, number);
    }

    public void setText(String text) {
        Gst.g_value_set_string(address, text);
    }

    public void setInteger(int number) {
        Gst.g_value_set_int(address, number);
    }

    public void setUnsigned(int number) {
        Gst.g_value_set_uint(address, number);
    }

    /** Gives the structure to the value. */
    public void give(Structure structure) {
        Gst.g_value_take_boxed(address, structure.address());
    }

    /** The numbers that an int, a range or a list of them allows; empty for any other type. */
    List<IntRange> ranges() {
        long type = new Pointer(address).getLong(0);
        if (type == INT) {
            int number = Gst.g_value_get_int(address);
            return List.of(new IntRange(number, number));
        }
        if (type == Gst.gst_int_range_get_type()) {
            return List.of(new IntRange(Gst.gst_value_get_int_range_min(address),
                    Gst.gst_value_get_int_range_max(address)));
        }
        return type == Gst.gst_value_list_get_type() ? listed() : List.of();
    }

    private List<IntRange> listed() {
        var found = new ArrayList<IntRange>();
        for (int i = 0; i < Gst.gst_value_list_get_size(address); i++) {
            found.addAll(new Value(Gst.gst_value_list_get_value(address, i)).ranges());
        }
        return found;
    }

    /** A GValue of our own, freed by {@link #close()}. */
    static final class Own implements AutoCloseable {
        private final Memory memory = new Memory(Layout.VALUE_SIZE);

        Own(long type) {
            memory.clear();
            Gst.g_value_init(address(), type);
        }

        /** A number if the range holds only one. */
        static Own of(IntRange range) {
            if (range.min() == range.max()) {
                var number = new Own(INT);
                Gst.g_value_set_int(number.address(), range.min());
                return number;
            }
            var value = new Own(Gst.gst_int_range_get_type());
            Gst.gst_value_set_int_range(value.address(), range.min(), range.max());
            return value;
        }

        /** A list if there are several ranges. */
        static Own of(List<IntRange> ranges) {
            if (ranges.size() == 1) {
                return of(ranges.get(0));
            }
            var list = new Own(Gst.gst_value_list_get_type());
            for (var range : ranges) {
                try (var item = of(range)) {
                    Gst.gst_value_list_append_value(list.address(), item.address());
                }
            }
            return list;
        }

        long address() {
            return Pointer.nativeValue(memory);
        }

        @Override
        public void close() {
            Gst.g_value_unset(address());
            memory.close();
        }
    }
}
