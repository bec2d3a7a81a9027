package fastvsr.gst;

import com.sun.jna.Pointer;
import java.util.function.Consumer;

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

    /** A copy of the first alternative, of caps that have any: the only reference to it, so it may be changed. */
    public Caps copyOfFirst() {
        return new Caps(Gst.gst_caps_copy_nth(address, 0));
    }

    /** Chooses one value for every field that allows several; these caps are given away. */
    public Caps fixate() {
        return new Caps(Gst.gst_caps_fixate(address));
    }

    /** What both allow, in the order of this one. */
    public Caps intersect(Caps other) {
        return new Caps(Gst.gst_caps_intersect_full(address, other.address, INTERSECT_FIRST));
    }

    /** Caps whose every alternative was copied and changed. */
    public Caps withEach(Consumer<Structure> change) {
        if (Gst.gst_caps_is_any(address) != 0) {
            return share();
        }
        var changed = new Caps(Gst.gst_caps_new_empty());
        for (int i = 0; i < Gst.gst_caps_get_size(address); i++) {
            var copy = new Structure(Gst.gst_structure_copy(Gst.gst_caps_get_structure(address, i)));
            change.accept(copy);
            long features = Gst.gst_caps_features_copy(Gst.gst_caps_get_features(address, i));
            Gst.gst_caps_append_structure_full(changed.address, copy.address(), features);
        }
        return changed;
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
