package fastvsr.model.natives;

import java.util.OptionalLong;

/**
 * Measures how long a device works on what it is told between two moments, in the order in which it is told.
 *
 * <p>For one thread. It never fails: where it cannot measure, nobody gets a time.
 */
public interface StopWatch extends AutoCloseable {
    /** The device comes here when it has done what it was told before. */
    void start();

    /** The same for the end. */
    void stop();

    /** Nanoseconds between the two last moments, for whoever knows that the device has passed both. */
    OptionalLong nanos();

    @Override
    void close();
}
