package fastvsr.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import fastvsr.model.ModelException;
import fastvsr.model.natives.GpuLoss;
import fastvsr.model.natives.LibtorchLog;
import java.util.Optional;

/** Loads libtorch into this process, once, without downloads and telemetry. */
final class TorchEngine {
    private static final String NAME = "PyTorch";

    // a process has one libtorch
    private static boolean isLoaded;
    private static String flavor = "";

    private TorchEngine() {
    }

    /**
     * Makes libtorch ready; the first call takes about a second.
     *
     * @throws ModelException ENGINE if libtorch is missing or not the one that this program was built for
     */
    static synchronized void load() {
        if (isLoaded) {
            return;
        }
        configure();
        chosen().ifPresent(TorchEngine::use);
        startDjl();
        if (System.getenv("TORCH_CPP_LOG_LEVEL") == null) {
            LibtorchLog.keepToErrors();
        }
        isLoaded = true;
    }

    /** The libtorch that DJL has to be told about; it finds others by itself. */
    private static Optional<Libtorch> chosen() {
        return Libtorch.named(System.getenv()).or(() -> BundledLibtorch.find()
                .filter(bundled -> !bundled.isForDjlToUnpack()).map(BundledLibtorch::unpacked));
    }

    private static void configure() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        setDefault("ai.djl.pytorch.cudnn_benchmark", "true");
        setDefault("org.slf4j.simpleLogger.log.ai.djl", "error");
    }

    private static void setDefault(String property, String value) {
        System.setProperty(property, System.getProperty(property, value));
    }

    /** Tells DJL what it cannot find out about a libtorch that does not come with this build. */
    private static void use(Libtorch named) {
        named.check(Engine.getDjlVersion());
        System.setProperty("PYTORCH_LIBRARY_PATH", named.folder().toString());
        System.setProperty("PYTORCH_VERSION", named.version());
        System.setProperty("PYTORCH_FLAVOR", named.flavor());
        flavor = named.flavor();
    }

    private static void startDjl() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(TorchEngine.class.getClassLoader());
        try {
            Engine.getEngine(NAME);
        } catch (EngineException | LinkageError broken) {
            throw new ModelException(ModelException.Cause.ENGINE, "libtorch cannot be loaded: " + reason(broken), broken);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Prepares the calling thread: libtorch keeps these settings per thread.
     *
     * @param threads how many threads share the work of one operator; 0 leaves it as it is
     */
    static void enterThread(int threads, boolean gradients) {
        if (threads > 0 && JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(gradients);
    }

    /** Whether libtorch has {@code CUDA} (and finds a device) or {@code MKLDNN}, as oneDNN is called there. */
    static boolean has(String feature) {
        load();
        return JniUtils.getFeatures().contains(feature);
    }

    /** Gives memory of GPUs that libtorch keeps for later back to the driver, unless a GPU is lost; whoever uses some keeps it. */
    static void freeUnusedMemory() {
        if (!GpuLoss.isKnown() && has("CUDA")) {
            JniUtils.emptyCudaCache();
        }
    }

    /** {@code cpu}, or {@code cu} and the version of CUDA that libtorch was built for. */
    static synchronized String flavor() {
        load();
        return flavor.isEmpty() ? BundledLibtorch.find().map(BundledLibtorch::flavor).orElse("cpu") : flavor;
    }

    /** Whether libtorch was built for CUDA, without loading it. */
    static boolean isBuiltForCuda() {
        return Libtorch.named(System.getenv()).map(Libtorch::flavor).or(() -> BundledLibtorch.find().map(BundledLibtorch::flavor))
                .filter(found -> found.startsWith("cu")).isPresent();
    }

    static Device device(String name) {
        return name.equals("cpu") ? Device.cpu() : Device.gpu(Integer.parseInt(name.substring("cuda:".length())));
    }

    private static String reason(Throwable failure) {
        String message = rootMessage(failure);
        return message.contains("libcuda.so") ? "it is built for CUDA and NVIDIA's driver is not installed (" + message
                + "): install the driver, or use a libtorch for CPUs" : message + "; run ./fastvsr doctor";
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
