package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.ModelException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A libtorch comes out of its jar once and whole. */
class BundledLibtorchTest {
    private static final int PROCESSES = 8;

    @TempDir
    private Path cache;

    /** The libtorch of this build, with those of its libraries. */
    private static BundledLibtorch holding(String... libraries) {
        BundledLibtorch found = BundledLibtorch.find().orElseThrow();
        return new BundledLibtorch(found.version(), found.flavor(), found.classifier(), List.of(libraries));
    }

    @Test
    void processes_that_unpack_at_the_same_time_end_with_the_same_folder() throws Exception {
        BundledLibtorch bundled = holding("libtorch.so", "libc10.so");
        Callable<Libtorch> unpacking = () -> bundled.unpackedInto(cache);
        ExecutorService processes = Executors.newFixedThreadPool(PROCESSES);

        Set<Path> folders = new HashSet<>();
        for (Future<Libtorch> unpacked : processes.invokeAll(Collections.nCopies(PROCESSES, unpacking))) {
            folders.add(unpacked.get().folder());
        }
        processes.shutdown();

        assertThat(folders).hasSize(1);
        assertThat(cache).isDirectoryNotContaining(path -> !folders.contains(path));
        assertThat(folders.iterator().next()).isDirectoryContaining("glob:**libc10.so").isDirectoryContaining("glob:**libtorch.so");
    }

    @Test
    void what_came_out_before_a_failure_does_not_stay() {
        assertThatThrownBy(() -> holding("libtorch.so", "libmissing.so").unpackedInto(cache))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.ENGINE))
                .hasMessageContaining("libmissing.so");

        assertThat(cache).isEmptyDirectory();
    }
}
