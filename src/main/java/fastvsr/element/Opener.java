package fastvsr.element;

import fastvsr.model.SuperResolver;

/** Loads the network that the settings name. */
@FunctionalInterface
interface Opener {
    /**
     * Loads it.
     *
     * @throws fastvsr.model.ModelException if it cannot
     */
    SuperResolver open(String model, String device);

    /** Begins what loading has to wait for, whichever the network, in other threads; what goes wrong is told by {@link #open}. */
    default void prepare(String device) {
    }

    /** Waits until nothing of that is going on any more. */
    default void settle() {
    }
}
