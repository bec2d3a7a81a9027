package fastvsr.model.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which errors a process does not get over; asking for one that lasts would keep other tests from freeing what they hold on a GPU. */
class GpuLossTest {
    @ParameterizedTest
    @CsvSource({"'CUDA out of memory. Tried to allocate 20.00 MiB', false",
        "'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)', false",
        "'CUDA error: invalid argument', false",
        "'The size of tensor a (3) must match the size of tensor b (4)', false"})
    void errors_that_pass_leave_a_gpu_in_use(String message, boolean lasts) {
        assertThat(GpuLoss.isIn(message)).isEqualTo(lasts);
        assertThat(GpuLoss.isKnown()).isFalse();
    }

    @Test
    void full_memory_is_no_loss() {
        assertThat(GpuLoss.is(CudaDriverApi.CUDA_ERROR_OUT_OF_MEMORY)).isFalse();
    }

    @Test
    void the_user_is_told_what_to_do() {
        assertThat(GpuLoss.exception("an illegal memory access was encountered, CUDA error 700", null))
                .hasMessageContaining("CUDA error 700").hasMessageContaining("start the program again").hasMessageContaining("device=cpu");
    }
}
