package fastvsr.element;

import fastvsr.gst.Value;

/**
 * What the user has set; it takes effect with the next group.
 *
 * @param model       name of a network that comes with the plugin, or path of a weights file
 * @param device      {@code auto}, {@code cpu} or {@code cuda:N}
 * @param groupLength frames that go through the network together
 */
record Settings(String model, String device, int groupLength) {
    static final int LONGEST_GROUP = 64;
    static final Settings DEFAULT = new Settings("nano", "auto", 8);

    /** The same with one property set; a NULL string means the default. */
    Settings with(Property property, Value value) {
        return switch (property) {
            case MODEL -> new Settings(value.text().orElse(DEFAULT.model), device, groupLength);
            case DEVICE -> new Settings(model, value.text().orElse(DEFAULT.device), groupLength);
            case GROUP_LENGTH -> withGroupLength(value.unsigned());
            case STATS -> this;
        };
    }

    Settings withGroupLength(int frames) {
        return new Settings(model, device, frames);
    }

    /** Whether both name the same network on the same device. */
    boolean nameSameNetworkAs(Settings other) {
        return model.equals(other.model) && device.equals(other.device);
    }

    /** The same with the network and the device of others. */
    Settings withNetworkOf(Settings other) {
        return new Settings(other.model, other.device, groupLength);
    }

    /** Writes one property into a value. */
    void write(Property property, Value value) {
        switch (property) {
            case MODEL -> value.setText(model);
            case DEVICE -> value.setText(device);
            case GROUP_LENGTH -> value.setUnsigned(groupLength);
            case STATS -> throw new IllegalArgumentException("statistics are no setting");
        }
    }
}
