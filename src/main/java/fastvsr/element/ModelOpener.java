package fastvsr.element;

import fastvsr.model.Models;
import fastvsr.model.SuperResolver;

/** Loads presets and weights files, for all of the processors' threads. */
final class ModelOpener implements Opener {
    @Override
    public SuperResolver open(String model, String device) {
        return Models.open(model, device, 0);
    }

    @Override
    public void prepare(String device) {
        Models.prepare(device);
    }

    @Override
    public void settle() {
        Models.settle();
    }
}
