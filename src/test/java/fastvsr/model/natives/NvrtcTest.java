package fastvsr.model.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import fastvsr.model.ModelException;
import org.junit.jupiter.api.Test;

/** Needs no GPU, but the library: its folder in {@code LD_LIBRARY_PATH}. */
class NvrtcTest {
    private static Nvrtc nvrtc() {
        try {
            return Nvrtc.find(LoadedLibraries.now());
        } catch (ModelException none) {
            return abort(none.getMessage());
        }
    }

    @Test
    void the_kernels_compile_for_gpus_from_volta_on() {
        Nvrtc nvrtc = nvrtc();

        byte[] compiled = nvrtc.compile(CudaKernels.source(), "sm_90");

        assertThat(compiled).startsWith(0x7f, 'E', 'L', 'F');
    }

    @Test
    void what_is_no_program_is_refused_with_the_line_that_is_wrong() {
        Nvrtc nvrtc = nvrtc();

        assertThatThrownBy(() -> nvrtc.compile("int x = ;", "sm_90"))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.ENGINE))
                .hasMessageContainingAll("libnvrtc", "kernels.cu(1)", "expected an expression");
    }

    @Test
    void a_gpu_that_the_compiler_does_not_know_is_refused_by_name() {
        Nvrtc nvrtc = nvrtc();

        assertThatThrownBy(() -> nvrtc.compile(CudaKernels.source(), "sm_990")).hasMessageContaining("sm_990");
    }
}
