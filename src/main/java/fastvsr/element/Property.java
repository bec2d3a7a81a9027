package fastvsr.element;

/**
 * The element's properties, in the order of the plugin descriptor.
 *
 * <p>GStreamer knows them from the descriptor before any Java runs; a test keeps both lists equal.
 */
enum Property {
    MODEL("model", Type.STRING),
    DEVICE("device", Type.STRING),
    GROUP_LENGTH("group-length", Type.UINT),
    LATE_POLICY("late-policy", Type.ENUM),
    SCALE("scale", Type.DOUBLE),
    STATS("stats", Type.STRUCTURE),
    CUDA_DEVICE_ID("cuda-device-id", Type.INT);

    /** Types of the descriptor. */
    enum Type { STRING, INT, UINT, DOUBLE, ENUM, STRUCTURE }

    private final String dashedName;
    private final Type type;

    Property(String dashedName, Type type) {
        this.dashedName = dashedName;
        this.type = type;
    }

    /** The property with this GObject id, which counts from 1. */
    static Property of(int id) {
        return values()[id - 1];
    }

    String dashedName() {
        return dashedName;
    }

    Type type() {
        return type;
    }
}
