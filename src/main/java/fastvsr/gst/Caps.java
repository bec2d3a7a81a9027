package fastvsr.gst;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reference to GstCaps: alternatives of media types, freed by {@link #close()}.
 *
 * @param address of the GstCaps
 */
public record Caps(long address) implements AutoCloseable {
    @C("GST_CAPS_INTERSECT_FIRST") static final int INTERSECT_FIRST = 1;

    /** One more reference to the same caps. */
    public Caps share() {
        return new Caps(Gst.gst_mini_object_ref(address));
    }

    public boolean isEmpty() {
        return Gst.gst_caps_is_empty(address) != 0;
    }

    public boolean isSameAs(Caps other) {
        return Gst.gst_caps_is_equal(address, other.address) != 0;
    }

    /** The first alternative, of caps that have any; it lives as long as they. */
    public Structure first() {
        return new Structure(Gst.gst_caps_get_structure(address, 0));
    }

    /** What both allow, in the order of this one. */
    public Caps intersect(Caps other) {
        return new Caps(Gst.gst_caps_intersect_full(address, other.address, INTERSECT_FIRST));
    }

    /**
     * Caps in which the numbers of the named fields are replaced; alternatives for which {@code change} leaves no
     * number are dropped, missing fields stay missing.
     */
    public Caps withRanges(List<String> fields, UnaryOperator<List<IntRange>> change) {
        if (Gst.gst_caps_is_any(address) != 0) {
            return share();
        }
        var changed = new Caps(Gst.gst_caps_new_empty());
        for (int i = 0; i < Gst.gst_caps_get_size(address); i++) {
            var copy = new Structure(Gst.gst_structure_copy(Gst.gst_caps_get_structure(address, i)));
            if (replace(copy, fields, change)) {
                long features = Gst.gst_caps_features_copy(Gst.gst_caps_get_features(address, i));
                Gst.gst_caps_append_structure_full(changed.address, copy.address(), features);
            } else {
                Gst.gst_structure_free(copy.address());
            }
        }
        return changed;
    }

    private static boolean replace(Structure structure, List<String> fields, UnaryOperator<List<IntRange>> change) {
        for (String field : fields) {
            var before = structure.ranges(field);
            var after = change.apply(before);
            if (!before.isEmpty() && after.isEmpty()) {
                return false;
            }
            if (!after.isEmpty()) {
                structure.with(field, after);
            }
        }
        return true;
    }

    @Override
    public void close() {
        Gst.gst_mini_object_unref(address);
    }

    /** The caps as gst-launch writes them. */
    @Override
    public String toString() {
        long text = Gst.gst_caps_to_string(address);
        String copy = new Pointer(text).getString(0, "UTF-8");
        Gst.g_free(text);
        return copy;
    }
}
