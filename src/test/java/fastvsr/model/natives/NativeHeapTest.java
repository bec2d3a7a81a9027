package fastvsr.model.natives;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeHeapTest {
    private static final int FRAMES = 8;
    private static final int GROUPS_UNTIL_STEADY = 5;
    private static final List<Picture> INPUTS =
            IntStream.range(0, FRAMES).mapToObj(seed -> TestFormats.noise(TestFormats.i420(320, 180), seed)).toList();
    private static final List<Picture> OUTPUTS = Collections.nCopies(FRAMES, TestFormats.blank(TestFormats.i420(1280, 720)));

    private static void upscale(SuperResolver resolver, int groups) {
        for (int i = 0; i < groups; i++) {
            resolver.upscale(INPUTS, OUTPUTS);
        }
    }

    /** Pages that were mapped without a disk, since this process began (proc(5): minflt). */
    private static long minorFaults() throws IOException {
        String status = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(status.substring(status.lastIndexOf(')') + 2).split(" ")[7]);
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
    }

    @Test
    void frames_of_a_steady_stream_are_computed_in_memory_that_is_there() throws IOException {
        try (SuperResolver resolver = Models.open("nano", "cpu", 2)) {
            upscale(resolver, GROUPS_UNTIL_STEADY);

            long before = minorFaults();

            upscale(resolver, 4);

            assertThat((minorFaults() - before) / (4 * FRAMES)).isLessThan(250);
        }
    }

    @Test
    void a_stream_takes_no_more_memory_the_longer_it_is_and_gives_it_back_at_its_end() throws IOException {
        long early;
        long late;
        try (SuperResolver resolver = Models.open("nano", "cpu", 2)) {
            upscale(resolver, GROUPS_UNTIL_STEADY);
            early = residentMegabytes();
            upscale(resolver, 4);
            late = residentMegabytes();
        }

        assertThat(late).isLessThan(early + 30);
        assertThat(residentMegabytes()).isLessThan(late - 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MALLOC_TRIM_THRESHOLD_=1000000", "MALLOC_MMAP_THRESHOLD_=1000000", "MALLOC_TOP_PAD_=0",
        "MALLOC_MMAP_MAX_=0", "GLIBC_TUNABLES=glibc.rtld.nns=2:glibc.malloc.trim_threshold=1000000"})
    void what_a_user_has_set_stays(String variable) {
        String[] nameAndValue = variable.split("=", 2);

        assertThat(NativeHeap.canBeTuned(Map.of(nameAndValue[0], nameAndValue[1]))).isFalse();
        assertThat(NativeHeap.canBeTuned(Map.of("GLIBC_TUNABLES", "glibc.rtld.nns=2"))).isTrue();
    }
}
