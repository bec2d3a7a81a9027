package fastvsr.model.torch;

import fastvsr.model.ElementType;
import fastvsr.model.ModelException;
import java.util.regex.Pattern;

/**
 * A processor that libtorch can compute on.
 *
 * @param name {@code cpu} or {@code cuda:N}
 */
record TorchDevice(String name) {
    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,2})");

    /**
     * The device of a user's choice; {@code auto} is the first CUDA device if this libtorch can use any, else the CPU.
     *
     * @throws ModelException SETTING if there is no such name, ENGINE if there is no CUDA
     */
    static TorchDevice named(String name) {
        if (name.equals("auto")) {
            return new TorchDevice(TorchEngine.has("CUDA") ? "cuda:0" : "cpu");
        }
        if (!name.equals("cpu") && !CUDA.matcher(name).matches()) {
            throw new ModelException(ModelException.Cause.SETTING,
                    "device \"" + name + "\" is not known; say auto, cpu or cuda:N");
        }
        if (!name.equals("cpu") && !TorchEngine.has("CUDA")) {
            throw new ModelException(ModelException.Cause.ENGINE, "device " + name + " cannot be used: libtorch finds no "
                    + "CUDA; point PYTORCH_LIBRARY_PATH at a libtorch built for CUDA or say device=cpu");
        }
        return new TorchDevice(name);
    }

    /** The numbers it is fast at: singles on the CPU, halves on a GPU. */
    ElementType arithmetic() {
        return name.equals("cpu") ? ElementType.F32 : ElementType.F16;
    }

    /** Which fused convolutions the network page calls: 0 none, 1 cuDNN's, 2 oneDNN's. */
    int fusedOperators() {
        if (!name.equals("cpu")) {
            return 1;
        }
        return TorchEngine.has("MKLDNN") ? 2 : 0;
    }
}
