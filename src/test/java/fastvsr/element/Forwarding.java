package fastvsr.element;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import java.util.List;
import java.util.OptionalInt;

/** A network that hands everything on to another one; tests override what is to be different. */
class Forwarding implements SuperResolver {
    private final SuperResolver network;

    Forwarding(SuperResolver network) {
        this.network = network;
    }

    @Override
    public ModelSpec model() {
        return network.model();
    }

    @Override
    public String device() {
        return network.device();
    }

    @Override
    public OptionalInt gpuMemory() {
        return network.gpuMemory();
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        network.upscale(inputs, outputs);
    }

    @Override
    public void reset() {
        network.reset();
    }

    @Override
    public void close() {
        network.close();
    }
}
