package fastvsr.model.torch;

import fastvsr.model.ElementType;
import fastvsr.model.ModelException;
import java.util.regex.Matcher;
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
     * @throws ModelException SETTING if there is no such name or number, ENGINE if there is no CUDA
     */
    static TorchDevice named(String name) {
        if (name.equals("auto")) {
            return new TorchDevice(TorchEngine.has("CUDA") ? "cuda:0" : "cpu");
        }
        Matcher cuda = CUDA.matcher(name);
        if (cuda.matches()) {
            checkExistence(name, Integer.parseInt(cuda.group(1)));
        } else if (!name.equals("cpu")) {
            throw new ModelException(ModelException.Cause.SETTING,
                    "device \"" + name + "\" is not known; say auto, cpu or cuda:N");
        }
        return new TorchDevice(name);
    }

    private static void checkExistence(String name, int number) {
        if (!TorchEngine.has("CUDA")) {
            throw new ModelException(ModelException.Cause.ENGINE, "device " + name + " cannot be used: "
                    + CudaDriver.whyNoCuda(TorchEngine.flavor(), CudaDriver.loaded()));
        }
        int count = CudaDevices.count();
        if (number >= count) {
            throw new ModelException(ModelException.Cause.SETTING, "device " + name + " does not exist: this machine has "
                    + (count == 1 ? "cuda:0 only" : "cuda:0 to cuda:" + (count - 1)));
        }
    }

    /** The numbers it is fast at: singles on the CPU, halves on a GPU. */
    ElementType arithmetic() {
        return isCuda() ? ElementType.F16 : ElementType.F32;
    }

    /** Which fused convolutions the network page calls: 0 none, 1 cuDNN's, 2 oneDNN's. */
    int fusedOperators() {
        if (isCuda()) {
            return 1;
        }
        return TorchEngine.has("MKLDNN") ? 2 : 0;
    }

    /** Which of the GPUs it is. */
    int number() {
        return Integer.parseInt(name.substring("cuda:".length()));
    }

    boolean isCuda() {
        return !name.equals("cpu");
    }
}
