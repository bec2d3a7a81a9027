package fastvsr.model.natives;

import fastvsr.model.ModelException;
import java.util.Optional;

/** The kernels of {@code kernels.cu}, ready on a device. */
public interface Kernels {
    /**
     * Starts a kernel, which runs when what libtorch was told before has been done; returns at once.
     *
     * @param kernel    its name
     * @param arguments in its order: Long (a pointer or {@code long long}), Integer, Float, {@code int[]} or {@code float[]} (a
     *                  structure of them)
     * @throws ModelException ENGINE if the device refuses it, MEMORY if it has too little memory; also for what was started before
     */
    void launch(String kernel, Grid grid, Object... arguments);

    /** Measures how long the device computes; empty where it has no clock. */
    Optional<StopWatch> newStopWatch();
}
