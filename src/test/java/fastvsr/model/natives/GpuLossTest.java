package fastvsr.model.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import fastvsr.model.TestFormats;
import fastvsr.model.torch.CudaOnCpu;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuLossTest {
    @AfterEach
    void letOtherTestsFree() {
        GpuLoss.forget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUDA out of memory. Tried to allocate 20.00 MiB",
        "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)", "CUDA error: invalid argument",
        "The size of tensor a (3) must match the size of tensor b (4)", "index 3 leads to an illegal memory access"})
    void errors_that_pass_leave_a_gpu_in_use(String message) {
        assertThat(GpuLoss.in(new IllegalStateException(message))).isEmpty();
        assertThat(GpuLoss.isKnown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUDA error: an illegal memory access was encountered", "CUDA error: unspecified launch failure",
        "CUDA error: uncorrectable ECC error encountered", "CUDA error: unknown error"})
    void errors_of_libtorch_that_last_are_remembered_and_say_what_to_do(String message) {
        assertThat(GpuLoss.in(new IllegalStateException("in TorchScript\n" + message + "\nCompile with"))).get().asString()
                .contains("(" + message + ")", "start the program again", "device=cpu");
        assertThat(GpuLoss.isKnown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"700, true", "719, true", "214, true", "2, false", "1, false", "201, false"})
    void errors_of_the_driver_last_or_pass(int error, boolean lasts) {
        assertThat(GpuLoss.in(error, "an illegal memory access was encountered").isPresent()).isEqualTo(lasts);
        assertThat(GpuLoss.isKnown()).isEqualTo(lasts);
    }

    @Test
    void what_arrives_from_another_gpu_afterwards_is_not_written_to_pictures_that_a_closed_network_gave_back() {
        var output = TestFormats.blank(TestFormats.i420(64, 32));
        var untouched = TestFormats.blank(TestFormats.i420(64, 32));
        var network = CudaOnCpu.openSlow();
        var group = network.begin(List.of(TestFormats.noise(TestFormats.i420(16, 8), 1)), List.of(output));

        GpuLoss.in(new IllegalStateException("CUDA error: unspecified launch failure"));
        network.close();

        group.await();
        assertThat(output.content()).isEqualTo(untouched.content());
    }

    @Test
    void a_network_that_is_closed_afterwards_is_not_freed() {
        var from = TestFormats.i420(16, 8);
        var outputs = List.of(TestFormats.blank(TestFormats.i420(64, 32)));
        var network = CudaOnCpu.open();
        network.upscale(List.of(TestFormats.noise(from, 1)), outputs);

        GpuLoss.in(new IllegalStateException("CUDA error: unspecified launch failure"));
        network.close();
        GpuLoss.forget();

        assertThatCode(() -> network.upscale(List.of(TestFormats.noise(from, 2)), outputs)).doesNotThrowAnyException();
        network.close();
    }

    @Test
    void whoever_wants_a_gpu_afterwards_is_told_too() {
        assertThat(GpuLoss.seenBefore()).hasMessageContaining("start the program again");
    }
}
