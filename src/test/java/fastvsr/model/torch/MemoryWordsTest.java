package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import fastvsr.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as libtorch 2 words them. */
class MemoryWordsTest {
    private static ModelException failure(String message) {
        return MemoryWords.failure("the method see of the network failed", new EngineException("Traceback\nRuntimeError: " + message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUDA out of memory. Tried to allocate 2.00 MiB. GPU 0 has a total capacity of 139.80 GiB",
        "CUDA error: out of memory", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED"})
    void full_memory_is_known_by_its_words(String message) {
        ModelException failure = failure(message);

        assertThat(failure.what()).isEqualTo(ModelException.Cause.MEMORY);
        assertThat(failure).hasMessageContainingAll("see of the network failed since the GPU's memory is full: ", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuDNN error: CUDNN_STATUS_NOT_INITIALIZED",
        "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
        "GET was unable to find an engine to execute this computation",
        "FIND was unable to find an engine to execute this computation after trying 10 plans.",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR", "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED_CUDART"})
    void other_words_for_it_are_called_probable(String message) {
        ModelException failure = failure(message);

        assertThat(failure.what()).isEqualTo(ModelException.Cause.MEMORY);
        assertThat(failure).hasMessageContainingAll("failed, most probably since the GPU's memory is full: ", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuDNN error: CUDNN_STATUS_BAD_PARAM", "cuDNN error: CUDNN_STATUS_NOT_SUPPORTED",
        "CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED", "CUDNN_STATUS_INTERNAL_ERROR_COMPILATION_FAILED",
        "CUDA error: no kernel image is available for execution on the device", "CUDA error: CUBLAS_STATUS_INVALID_VALUE",
        "Given groups=1, weight of size [64, 8, 3, 3], expected input[1, 3, 8, 8] to have 8 channels"})
    void other_errors_are_no_want_of_memory(String message) {
        assertThat(failure(message).what()).isEqualTo(ModelException.Cause.ENGINE);
        assertThat(failure(message)).hasMessageStartingWith("the method see of the network failed: ");
    }

    @Test
    void an_error_without_words_is_one_of_the_engine() {
        assertThat(MemoryWords.failure("x", new EngineException((String) null)).what()).isEqualTo(ModelException.Cause.ENGINE);
    }
}
