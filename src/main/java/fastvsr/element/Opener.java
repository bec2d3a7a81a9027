package fastvsr.element;

import fastvsr.model.SuperResolver;

/** Loads the network that the settings name; it throws ModelException if it cannot. */
@FunctionalInterface
interface Opener {
    SuperResolver open(String model, String device);
}
