package fastvsr.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import fastvsr.model.ModelException;

/** Loads libtorch into this process, once, without downloads and telemetry. */
final class TorchEngine {
    private static final String NAME = "PyTorch";

    private TorchEngine() {
    }

    /** Makes libtorch ready; the first call takes about a second. */
    static synchronized void load() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("org.slf4j.simpleLogger.log.ai.djl",
                System.getProperty("org.slf4j.simpleLogger.log.ai.djl", "error"));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(TorchEngine.class.getClassLoader());
        try {
            Engine.getEngine(NAME);
        } catch (EngineException | LinkageError broken) {
            throw new ModelException(ModelException.Cause.ENGINE, "libtorch cannot be loaded: " + rootMessage(broken)
                    + "; run `fastvsr doctor`", broken);
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

    static Device device(String name) {
        return name.equals("cpu") ? Device.cpu() : Device.gpu(Integer.parseInt(name.substring("cuda:".length())));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
