package fastvsr.model.torch;

import fastvsr.model.ElementType;
import fastvsr.model.Machine;
import fastvsr.model.ModelException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A processor that libtorch can compute on.
 *
 * @param name {@code cpu} or {@code cuda:N}
 */
record TorchDevice(String name) {
    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,2})");
    private static final String ALL_GPUS = "cuda:all";
    private static final String SEPARATOR = ",";
    /** System property that forbids bfloat16 if it is {@code false}, for results that do not depend on the processor. */
    private static final String BFLOAT16 = "fastvsr.bfloat16";
    private static final String NAMES = "say auto, cpu, cuda:N, several GPUs like cuda:0,cuda:1, or cuda:all";

    /**
     * The device of a user's choice; {@code auto} is the first CUDA device if this libtorch can use any, else the CPU.
     *
     * @throws ModelException SETTING if there is no such name or number, or there are several; ENGINE if there is no CUDA
     */
    static TorchDevice named(String name) {
        return named(name, TorchDevice::countGpus);
    }

    /** The same with a given number of GPUs, as {@link #allNamed(String, ToIntFunction)} takes it. */
    static TorchDevice named(String name, ToIntFunction<String> gpus) {
        List<TorchDevice> devices = allNamed(name, gpus);
        if (devices.size() > 1) {
            throw setting("device \"" + name + "\" names several; one is wanted here, for example " + devices.get(0).name());
        }
        return devices.get(0);
    }

    /**
     * The devices of a user's choice: one as for {@link #named}, or several GPUs with commas between, or {@code cuda:all}.
     *
     * @throws ModelException SETTING if there is no such name or number, ENGINE if there is no CUDA
     */
    static List<TorchDevice> allNamed(String names) {
        return allNamed(names, TorchDevice::countGpus);
    }

    /**
     * The same with a given number of GPUs.
     *
     * @param gpus counts them for a device; it throws if there is no CUDA
     */
    static List<TorchDevice> allNamed(String names, ToIntFunction<String> gpus) {
        if (names.equals("auto")) {
            return List.of(new TorchDevice(TorchEngine.has("CUDA") ? "cuda:0" : "cpu"));
        }
        if (names.equals(ALL_GPUS)) {
            return IntStream.range(0, gpus.applyAsInt(names)).mapToObj(n -> new TorchDevice("cuda:" + n)).toList();
        }
        List<String> list = Arrays.stream(names.split(SEPARATOR, -1)).map(String::strip).toList();
        list.forEach(name -> checkName(name, names));
        List<TorchDevice> devices = list.stream().map(name -> existing(name, gpus)).toList();
        checkDistinct(devices, names);
        return devices;
    }

    private static void checkName(String name, String all) {
        boolean isList = !name.equals(all.strip());
        if (isList && name.isEmpty()) {
            throw setting("device \"" + all + "\" has nothing before or after a comma; " + NAMES);
        }
        if (isList && (name.equals("auto") || name.equals("cpu") || name.equals(ALL_GPUS))) {
            throw setting("device \"" + all + "\" has " + name + " in a list, which takes GPUs only; " + NAMES);
        }
        if (!name.equals("cpu") && !CUDA.matcher(name).matches()) {
            throw setting("device \"" + name + "\" is not known; " + NAMES);
        }
    }

    private static TorchDevice existing(String name, ToIntFunction<String> gpus) {
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            return new TorchDevice(name);
        }
        int number = Integer.parseInt(cuda.group(1));
        int count = gpus.applyAsInt(name);
        if (number >= count) {
            throw setting("device " + name + " does not exist: this machine has "
                    + (count == 1 ? "cuda:0 only" : "cuda:0 to cuda:" + (count - 1)));
        }
        return new TorchDevice("cuda:" + number);
    }

    private static void checkDistinct(List<TorchDevice> devices, String all) {
        for (TorchDevice device : devices) {
            if (Collections.frequency(devices, device) > 1) {
                throw setting("device \"" + all + "\" names " + device.name() + " more than once; name each GPU once");
            }
        }
    }

    /** Whether a user's choice will be one GPU or several, as far as can be told before libtorch is there. */
    static boolean isLikelyCuda(String names) {
        return !names.equals("cpu") && CudaDriver.loaded().isPresent() && TorchEngine.isBuiltForCuda();
    }

    /** The first GPU that a user's choice names; 0 if it leaves that open. */
    static int firstNumber(String names) {
        Matcher cuda = CUDA.matcher(names);
        return cuda.find() ? Integer.parseInt(cuda.group(1)) : 0;
    }

    private static int countGpus(String wanted) {
        if (!TorchEngine.has("CUDA")) {
            throw new ModelException(ModelException.Cause.ENGINE, "device " + wanted + " cannot be used: "
                    + CudaDriver.whyNoCuda(TorchEngine.flavor(), CudaDriver.loaded()));
        }
        return CudaDevices.count();
    }

    private static ModelException setting(String message) {
        return new ModelException(ModelException.Cause.SETTING, message);
    }

    /** The numbers it is fast at: singles on the CPU, halves on a GPU. */
    ElementType arithmetic() {
        return isCuda() ? ElementType.F16 : ElementType.F32;
    }

    /** Which fused convolutions a network page calls: 0 none, 1 cuDNN's, 2 oneDNN's, 3 oneDNN's in bfloat16. */
    int fusedOperators() {
        int exact = exactOperators();
        return exact == 2 && Machine.multipliesBfloat16() && !"false".equals(System.getProperty(BFLOAT16)) ? 3 : exact;
    }

    /** The same for those that compute in the numbers of {@link #arithmetic}. */
    int exactOperators() {
        if (isCuda()) { // libtorch is not asked, as it may not be there yet
            return 1;
        }
        return TorchEngine.has("MKLDNN") ? 2 : 0;
    }

    /** ATen's number of the type that a network's convolutions compute with: halves, bfloat16 or singles. */
    int convolutionType() {
        if (isCuda()) {
            return 5;
        }
        return fusedOperators() == 3 ? 15 : 6;
    }

    /** Which of the GPUs it is. */
    int number() {
        return Integer.parseInt(name.substring("cuda:".length()));
    }

    boolean isCuda() {
        return !name.equals("cpu");
    }
}
