package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fastvsr.model.ModelException;
import fastvsr.model.natives.LibtorchLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtorchTest {
    private static final String DJL = "0.35.1";

    @TempDir
    private Path home;
    private Path folder;

    @BeforeEach
    void libtorchWithoutLabel() throws IOException {
        folder = Files.createDirectory(home.resolve("lib"));
        Files.createFile(folder.resolve("libtorch.so"));
    }

    private Libtorch named(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return Libtorch.named(environment).orElseThrow();
    }

    private static void assertRefused(ThrowingCallable attempt, String... words) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.ENGINE))
                .hasMessageContainingAll(words);
    }

    @Test
    void without_the_variable_the_libtorch_of_the_build_is_used() {
        assertThat(Libtorch.named(Map.of("PYTORCH_VERSION", "2.7.1"))).isEmpty();
    }

    @Test
    void a_folder_without_libtorch_is_refused_with_the_variable_that_names_it() {
        assertRefused(() -> named("PYTORCH_LIBRARY_PATH", home.toString()), "no libtorch.so", "PYTORCH_LIBRARY_PATH=" + home);
    }

    @Test
    void the_version_of_a_zip_archive_is_read_from_its_label() throws IOException {
        Files.writeString(home.resolve("build-version"), "2.7.1+cu128");
        Files.createFile(folder.resolve("libtorch_cuda.so"));

        assertThat(named()).isEqualTo(new Libtorch(folder, "2.7.1", "cu128"));
    }

    @Test
    void the_version_of_a_python_package_is_read_from_its_label() throws IOException {
        Files.writeString(home.resolve("version.py"), "from typing import Optional\n\n__version__ = '2.11.0+cu130'\n");
        Files.createFile(folder.resolve("libtorch_cuda.so"));

        assertThat(named()).isEqualTo(new Libtorch(folder, "2.11.0", "cu130"));
        assertThat(named("PYTORCH_LIBRARY_PATH", folder + "/libtorch.so").folder()).isEqualTo(folder);
    }

    @Test
    void variables_that_contradict_the_files_are_refused() throws IOException {
        Files.writeString(home.resolve("build-version"), "2.7.1+cpu\n");

        assertRefused(() -> named("PYTORCH_VERSION", "2.5.1"), "PYTORCH_VERSION=2.5.1", "holds 2.7.1");
        assertRefused(() -> named("PYTORCH_FLAVOR", "cu128"), "PYTORCH_FLAVOR=cu128", "holds cpu");
        assertThat(named("PYTORCH_FLAVOR", "cpu").flavor()).isEqualTo("cpu");
    }

    @Test
    void without_a_label_the_variables_have_to_say_what_it_is() {
        assertRefused(() -> named("PYTORCH_FLAVOR", "cu128"), "says which libtorch", "set PYTORCH_VERSION");
        assertThat(named("PYTORCH_FLAVOR", "cu128", "PYTORCH_VERSION", "2.7.1"))
                .isEqualTo(new Libtorch(folder, "2.7.1", "cu128"));
    }

    @Test
    void a_version_that_the_native_library_was_not_compiled_for_is_refused_before_it_crashes() {
        assertRefused(() -> new Libtorch(folder, "2.11.0", "cu130").check(DJL), "2.11.0 (cu130)", folder.toString(), "2.7.1");
        assertRefused(() -> new Libtorch(folder, "2.7.1", "cu126").check(DJL), "2.7.1 (cu126)");
        assertRefused(() -> new Libtorch(folder, "2.7.10", "cpu").check(DJL), "2.7.10");
        new Libtorch(folder, "2.7.1", "cu128").check(DJL);
    }

    @Test
    void a_native_library_beside_libtorch_was_compiled_for_it() throws IOException {
        Files.createFile(folder.resolve("libdjl_torch.so"));

        new Libtorch(folder, "2.11.0", "cu130").check(DJL);
    }

    @Test
    void the_driver_says_its_version_in_two_ways() {
        assertThat(CudaDriver.parse("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19\nGCC 12.2.0"))
                .contains(new CudaDriver(535, "535.129.03"));
        assertThat(CudaDriver.parse("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build\n"))
                .contains(new CudaDriver(580, "580.65.06"));
        assertThat(CudaDriver.parse("nothing")).isEmpty();
    }

    @Test
    void what_is_wrong_with_cuda_is_said_with_its_remedy() {
        Optional<CudaDriver> old = Optional.of(new CudaDriver(470, "470.82.01"));

        assertThat(CudaDriver.whyNoCuda("cpu", old)).contains("built without CUDA", "PYTORCH_LIBRARY_PATH");
        assertThat(CudaDriver.whyNoCuda("cu128", Optional.empty())).contains("no NVIDIA driver", "/proc/driver/nvidia/version");
        assertThat(CudaDriver.whyNoCuda("cu128", old)).contains("470.82.01", "too old", "525");
        assertThat(CudaDriver.whyNoCuda("cu130", Optional.of(new CudaDriver(570, "570.1")))).contains("580");
        assertThat(CudaDriver.whyNoCuda("cu128", Optional.of(new CudaDriver(570, "570.1")))).contains("CUDA_VISIBLE_DEVICES");
    }

    /** It would warn at every call of a small layer on processors that NNPACK does not know. */
    @Test
    void its_warnings_stay_away_from_the_programs_that_load_it() {
        assumeTrue(System.getenv("TORCH_CPP_LOG_LEVEL") == null, "the user has chosen what libtorch says");
        TorchEngine.load();

        assertThat(LibtorchLog.level()).isEqualTo(2);
    }
}
