package fastvsr.gst;

import java.util.function.Supplier;

/** The debug category {@code fastvsr}, which GST_DEBUG turns on. */
public enum Log {
    ERROR(1), WARNING(2), INFO(4), DEBUG(5), TRACE(7);

    private static final long CATEGORY =
            Gst._gst_debug_category_new("fastvsr", 0, "temporal video upscaler");

    private final int level;

    Log(int level) {
        this.level = level;
    }

    /** Writes a message about an element if anybody listens at this level. */
    public void write(Element element, Supplier<String> message) {
        if (level <= Gst.gst_debug_category_get_threshold(CATEGORY)) {
            Gst.gst_debug_log_literal(CATEGORY, level, "fastvsr", "fastvsr", 0, element.address(), message.get());
        }
    }
}
