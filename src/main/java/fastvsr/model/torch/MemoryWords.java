package fastvsr.model.torch;

import ai.djl.engine.EngineException;
import fastvsr.model.ModelException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows the words in which libtorch and NVIDIA's libraries say that a GPU's memory is full.
 *
 * <p>libtorch and the functions that allocate say it. cuDNN and cuBLAS also take memory of their own, for handles, workspaces and for
 * kernels that are loaded when they are first used, and then tell something else.
 */
final class MemoryWords {
    private static final Pattern SURE = Pattern.compile("out of memory|_OUT_OF_MEMORY|_ALLOC_FAILED|_DEVICE_ALLOCATION_FAILED");
    /**
     * A handle that cannot be made; Conv_v8.cpp of libtorch where no plan got its workspace; kernels that cannot be loaded. A library
     * that does not fit the GPU or the driver says some of this too, but then at any size.
     */
    private static final Pattern LIKELY = Pattern.compile("CU(DNN|BLAS|SPARSE)_STATUS_NOT_INITIALIZED|CUSPARSE_STATUS_INSUFFICIENT_RESOURCES"
            + "|unable to find an engine to execute this computation|CUDNN_STATUS_INTERNAL_ERROR\\b|CUBLAS_STATUS_INTERNAL_ERROR"
            + "|CUDNN_STATUS_EXECUTION_FAILED(_CUDA_DRIVER|_CUDART|_CUBLAS)?\\b|CUBLAS_STATUS_EXECUTION_FAILED");

    private MemoryWords() {
    }

    /**
     * The error for what libtorch reports: MEMORY if that is, or most probably is, a want of memory, else ENGINE.
     *
     * @param what failed
     */
    static ModelException failure(String what, EngineException reason) {
        String message = String.valueOf(reason.getMessage());
        Optional<String> want = want(message);
        return new ModelException(want.isPresent() ? ModelException.Cause.MEMORY : ModelException.Cause.ENGINE,
                what + want.orElse("") + ": " + message, reason);
    }

    private static Optional<String> want(String message) {
        if (SURE.matcher(message).find()) {
            return Optional.of(" since the GPU's memory is full");
        }
        return LIKELY.matcher(message).find() ? Optional.of(", most probably since the GPU's memory is full") : Optional.empty();
    }
}
