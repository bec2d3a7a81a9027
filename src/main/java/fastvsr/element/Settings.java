package fastvsr.element;

import fastvsr.gst.Value;

/**
 * What the user has set; it takes effect with the next group.
 *
 * @param model       name of a network that comes with the plugin, or path of a weights file
 * @param device      {@code auto}, {@code cpu}, {@code cuda:N}, several GPUs with commas between, or {@code cuda:all}
 * @param groupLength frames that go through the network together
 * @param latePolicy  what becomes of frames that are too late for the network
 * @param scale       output samples per input sample along each axis, where downstream leaves the size open
 */
record Settings(String model, String device, int groupLength, LatePolicy latePolicy, double scale) {
    /** Nothing is late where no clock rules, and where one does, a picture in time is worth more than a better one. */
    static final Settings DEFAULT = new Settings("nano", "auto", 8, LatePolicy.CHEAP, VideoCaps.SCALE);

    /** The same with one property set; a NULL string means the default. */
    Settings with(Property property, Value value) {
        return switch (property) {
            case MODEL -> withNetwork(value.text().orElse(DEFAULT.model), device);
            case DEVICE -> withNetwork(model, value.text().orElse(DEFAULT.device));
            case GROUP_LENGTH -> withGroupLength(value.unsigned());
            case LATE_POLICY -> new Settings(model, device, groupLength, LatePolicy.values()[value.choice()], scale);
            case SCALE -> new Settings(model, device, groupLength, latePolicy, value.number());
            case STATS, CUDA_DEVICE_ID -> this;
        };
    }

    Settings withGroupLength(int frames) {
        return new Settings(model, device, frames, latePolicy, scale);
    }

    private Settings withNetwork(String otherModel, String otherDevice) {
        return new Settings(otherModel, otherDevice, groupLength, latePolicy, scale);
    }

    /** Whether both name the same network on the same device. */
    boolean nameSameNetworkAs(Settings other) {
        return model.equals(other.model) && device.equals(other.device);
    }

    /** The same with the network and the device of others. */
    Settings withNetworkOf(Settings other) {
        return withNetwork(other.model, other.device);
    }

    /** Writes one property into a value. */
    void write(Property property, Value value) {
        switch (property) {
            case MODEL -> value.setText(model);
            case DEVICE -> value.setText(device);
            case GROUP_LENGTH -> value.setUnsigned(groupLength);
            case LATE_POLICY -> value.setChoice(latePolicy.ordinal());
            case SCALE -> value.setNumber(scale);
            case STATS, CUDA_DEVICE_ID -> throw new IllegalArgumentException(property + " is no setting");
        }
    }
}
