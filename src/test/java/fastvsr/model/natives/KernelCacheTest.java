package fastvsr.model.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
    @TempDir
    Path folder;

    @Test
    void what_is_kept_is_found_for_the_same_text_and_architecture_only() {
        KernelCache cache = new KernelCache(folder.resolve("new"));

        cache.keep("text", "sm_90", new byte[] {3, 4});
        cache.keep("text", "sm_90", new byte[] {5, 6});

        assertThat(cache.find("text", "sm_90")).hasValue(new byte[] {5, 6});
        assertThat(cache.find("text", "sm_80")).isEmpty();
        assertThat(cache.find("texts", "sm_90")).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_made_keeps_nothing_and_harms_nobody() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        KernelCache cache = new KernelCache(file.resolve("below"));

        cache.keep("text", "sm_90", new byte[] {3, 4});

        assertThat(cache.find("text", "sm_90")).isEmpty();
    }

    @Test
    void nothing_stays_of_what_cannot_be_kept() throws IOException {
        KernelCache cache = new KernelCache(folder);
        cache.keep("text", "sm_90", new byte[] {3, 4});
        Path kept = only();
        Files.delete(kept);
        Files.createDirectory(kept);

        cache.keep("text", "sm_90", new byte[] {3, 4});

        assertThat(only()).isEqualTo(kept);
    }

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void the_cache_lies_where_the_user_wants_caches() {
        assertThat(KernelCache.ofUser(Map.of("XDG_CACHE_HOME", "/somewhere")).folder()).isEqualTo(Path.of("/somewhere/fastvsr"));
        assertThat(KernelCache.ofUser(Map.of("XDG_CACHE_HOME", "")).folder())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/fastvsr"));
    }
}
