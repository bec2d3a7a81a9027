package fastvsr.model.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedLibrariesTest {
    private static final List<String> MAPS = List.of(
            "55d1c0a00000-55d1c0a01000 r-xp 00000000 08:01 131 /usr/bin/java",
            "7f10a0000000-7f10a0001000 r--p 00000000 08:01 132                        /opt/a folder/lib/libtorch_cpu.so",
            "7f10a0001000-7f10a0002000 r-xp 00001000 08:01 132                        /opt/a folder/lib/libtorch_cpu.so",
            "7f10b0000000-7f10b0001000 r-xp 00000000 08:01 133                        /usr/local/cuda/lib64/libcudart.so.13",
            "7f10c0000000-7f10c0001000 rw-p 00000000 00:00 0",
            "7ffe00000000-7ffe00001000 r-xp 00000000 00:00 0                          [vdso]");

    @Test
    void a_library_is_found_by_its_file_name_wherever_it_lies() {
        assertThat(LoadedLibraries.parse(MAPS).named("libtorch_cpu.so")).contains(Path.of("/opt/a folder/lib/libtorch_cpu.so"));
        assertThat(LoadedLibraries.parse(MAPS).named("libtorch.so")).isEmpty();
    }

    @Test
    void folders_come_in_the_order_of_the_names_asked_for() {
        assertThat(LoadedLibraries.parse(MAPS).foldersOf(List.of("libcudart", "libcublas", "libtorch")))
                .containsExactly(Path.of("/usr/local/cuda/lib64"), Path.of("/opt/a folder/lib"));
    }

    @Test
    void this_process_has_its_java() {
        assertThat(LoadedLibraries.now().named("libjvm.so")).isPresent();
    }
}
