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
    /** GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY of gstcapsfeatures.h. */
    private static final String SYSTEM_MEMORY = "memory:SystemMemory";

    /** Caps that allow everything. */
    public static Caps any() {
        return new Caps(Gst.gst_caps_new_any());
    }

    /** One more reference to the same caps. */
    public Caps share() {
        return new Caps(Gst.gst_mini_object_ref(address));
    }

    public boolean isEmpty() {
        return Gst.gst_caps_is_empty(address) != 0;
    }

    boolean isAny() {
        return Gst.gst_caps_is_any(address) != 0;
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

    /** Whether the pictures of fixed caps lie in the memory of a GPU. */
    public boolean isOnGpu() {
        return isOnGpu(0);
    }

    private boolean isOnGpu(int alternative) {
        return has(alternative, GstCuda.MEMORY_FEATURE);
    }

    private boolean has(int alternative, String feature) {
        return Gst.gst_caps_features_contains(Gst.gst_caps_get_features(address, alternative), feature) != 0;
    }

    /** The alternatives that do not lie in the memory of a GPU. */
    public Caps offGpu() {
        var left = new Caps(Gst.gst_caps_new_empty());
        left.appendAll(this, false);
        return left;
    }

    /** The same alternatives: first those that lie in the memory of a GPU, or those that do not. */
    public Caps sorted(boolean isGpuFirst) {
        var sorted = new Caps(Gst.gst_caps_new_empty());
        sorted.appendAll(this, isGpuFirst);
        sorted.appendAll(this, !isGpuFirst);
        return sorted;
    }

    /** The same alternatives, and behind them each in the memory of a GPU if it is in system memory, and the reverse. */
    public Caps inEitherMemory() {
        var both = withEach(same -> { });
        for (int i = 0; i < Gst.gst_caps_get_size(address); i++) {
            if (isOnGpu(i) || has(i, SYSTEM_MEMORY)) {
                long features = Gst.gst_caps_features_from_string(isOnGpu(i) ? SYSTEM_MEMORY : GstCuda.MEMORY_FEATURE);
                both = new Caps(Gst.gst_caps_merge_structure_full(both.address, copyOf(i).address(), features));
            }
        }
        return both;
    }

    /** Caps whose every alternative was copied and changed. */
    public Caps withEach(Consumer<Structure> change) {
        if (isAny()) {
            return share();
        }
        var changed = new Caps(Gst.gst_caps_new_empty());
        for (int i = 0; i < Gst.gst_caps_get_size(address); i++) {
            changed.append(this, i);
            change.accept(new Structure(Gst.gst_caps_get_structure(changed.address, i)));
        }
        return changed;
    }

    private void appendAll(Caps other, boolean onGpu) {
        for (int i = 0; i < Gst.gst_caps_get_size(other.address); i++) {
            if (other.isOnGpu(i) == onGpu) {
                append(other, i);
            }
        }
    }

    private void append(Caps other, int alternative) {
        long features = Gst.gst_caps_features_copy(Gst.gst_caps_get_features(other.address, alternative));
        Gst.gst_caps_append_structure_full(address, other.copyOf(alternative).address(), features);
    }

    private Structure copyOf(int alternative) {
        return new Structure(Gst.gst_structure_copy(Gst.gst_caps_get_structure(address, alternative)));
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
