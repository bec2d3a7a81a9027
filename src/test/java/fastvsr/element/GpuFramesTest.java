package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fastvsr.cli.Terminal;
import fastvsr.gst.CudaContext;
import fastvsr.gst.Host;
import fastvsr.gst.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames in the memory of a GPU between the element and GStreamer's own elements for CUDA, on a stand-in for NVIDIA's driver
 * ({@code src/test/c/cuda.c}) that refuses what the driver would refuse.
 */
class GpuFramesTest {
    private static final String UPLOADED = " ! cudaupload ! video/x-raw(memory:CUDAMemory)";
    private static final String ON_GPU = " ! video/x-raw(memory:CUDAMemory)";
    private static final String DOWNLOADED = " ! cudadownload ! video/x-raw";
    private static final byte WHITE = (byte) 235;
    private static final byte NO_CHROMA = (byte) 128;
    private static final String NOTHING_LEFT = "cuda: 0 contexts and 0 pieces of memory are left";
    private static final String NOTHING_REFUSED = " 0 calls were refused";

    @TempDir
    static Path driver;
    @TempDir
    Path folder;

    @BeforeAll
    static void compile_the_stand_in() throws Exception {
        String line = ("cc -shared -fPIC -Wall -Werror -Wl,-soname,libcuda.so.1 -o libcuda.so.1 '%s' -lpthread "
                + "&& cp libcuda.so.1 libnvcuvid.so.1").formatted(Terminal.HOME.resolve("src/test/c/cuda.c"));
        assertThat(new Terminal(driver).bash(line).errors()).isEmpty();
        assumeTrue(withDriver().run("gst-inspect-1.0", "--exists", "cudaupload").exitCode() == 0,
                "the stand-in has what GStreamer 1.22 needs, others may need more");
    }

    /** RGBx and BGRx have bytes that nothing says anything about. */
    private static final List<String> FORMATS = List.of("NV12", "I420", "YV12", "NV21", "P010_10LE", "P016_LE", "I420_10LE", "Y42B",
            "Y444", "Y444_16LE", "I422_10LE", "RGB", "BGR", "RGBA", "BGRA", "ARGB", "ABGR", "YUY2", "UYVY", "GBR", "GBRA");

    @Test
    void frames_that_stay_on_the_gpu_are_those_that_leave_it() throws Exception {
        var played = run(FORMATS.stream().flatMap(format -> Stream.of(
                source(format) + fastvsr("cpu") + into(format + ".host"),
                source(format) + UPLOADED + fastvsr("cuda:0") + ON_GPU + DOWNLOADED + into(format + ".gpu"))).toArray(String[]::new));

        assertThat(played.errors()).contains(NOTHING_LEFT, NOTHING_REFUSED, "upscaling 50x28 in the memory of a GPU to 200x112 in the");
        for (String format : FORMATS) {
            assertThat(written(format + ".gpu")).as(format).isEqualTo(written(format + ".host")).hasSizeGreaterThan(20 * 200 * 112);
        }
    }

    @Test
    void the_resolver_of_gpus_takes_and_gives_them_there() throws Exception {
        String network = fastvsr("cuda:0 model=network group-length=3");

        var played = run(source("NV12") + network + " ! video/x-raw" + into("host"),
                source("NV12") + UPLOADED + network + ON_GPU + DOWNLOADED + into("gpu"),
                source("NV12") + UPLOADED + network + " ! video/x-raw" + into("from-gpu"),
                source("NV12") + network + ON_GPU + DOWNLOADED + into("to-gpu"));

        assertThat(played.errors()).contains(NOTHING_LEFT, NOTHING_REFUSED);
        assertThat(written("gpu")).isEqualTo(written("host")).hasSize(20 * 200 * 112 * 3 / 2);
        assertThat(written("from-gpu")).isEqualTo(written("host"));
        assertThat(written("to-gpu")).isEqualTo(written("host"));
    }

    @Test
    void frames_come_in_from_the_host_and_leave_on_the_gpu() throws Exception {
        var onHost = play(source("NV12") + fastvsr("cpu"));

        var toGpu = play(source("NV12") + fastvsr("cuda:0") + ON_GPU + DOWNLOADED);

        assertThat(toGpu.bytes()).isEqualTo(onHost.bytes());
        assertThat(toGpu.said()).contains(NOTHING_LEFT, NOTHING_REFUSED, "upscaling 50x28 to 200x112 in the memory of a GPU");
    }

    @Test
    void frames_come_in_on_the_gpu_and_leave_to_the_host() throws Exception {
        var onHost = play(source("NV12") + fastvsr("cpu"));

        var fromGpu = play(source("NV12") + UPLOADED + fastvsr("cuda:0") + " ! video/x-raw");

        assertThat(fromGpu.bytes()).isEqualTo(onHost.bytes());
        assertThat(fromGpu.said()).contains(NOTHING_LEFT, NOTHING_REFUSED, "in the memory of a GPU to 200x112\n");
    }

    @Test
    void frames_stay_where_they_are_if_downstream_takes_both() throws Exception {
        assertThat(play(source("NV12") + UPLOADED + fastvsr("cuda:0") + DOWNLOADED).said())
                .contains("in the memory of a GPU to 200x112 in the memory of a GPU");
        assertThat(play(source("NV12") + fastvsr("cuda:0") + DOWNLOADED).said()).contains("upscaling 50x28 to 200x112\n");
    }

    @Test
    void neighbours_share_one_context_and_upstream_takes_the_offered_pool() throws Exception {
        var played = play(source("NV12") + UPLOADED + fastvsr("cuda:0") + ON_GPU + DOWNLOADED);

        assertThat(played.said()).contains("found context", "<testedfastvsr0>").doesNotContain("<cudaupload0> creating cuda pool");
    }

    @Test
    void a_neighbour_on_another_gpu_keeps_its_context_for_itself() throws Exception {
        var elsewhere = " ! video/x-raw ! cudaupload cuda-device-id=1 ! cudadownload cuda-device-id=1";

        var played = run(withDriver().with("CUDA_STANDINS", "2"), source("NV12") + fastvsr("cuda:0") + elsewhere + " ! fakesink");

        assertThat(played.errors()).contains(NOTHING_LEFT, NOTHING_REFUSED, "<testedfastvsr0> posting have context");
    }

    @Test
    void another_gpu_at_run_time_has_its_own_context() throws Exception {
        var played = run(withDriver().with("CUDA_STANDINS", "2"), source("NV12") + fastvsr("cuda:0 group-length=2")
                + " ! fakesink => cuda:1");

        assertThat(played.errors()).contains("network nearest on cuda:1", NOTHING_LEFT, NOTHING_REFUSED);
        assertThat(played.errors().split("<testedfastvsr0> posting have context")).as("contexts made").hasSize(1 + 2);
    }

    @Test
    void frames_that_lie_on_a_gpu_stay_there() throws Exception {
        var played = run(withDriver().with("CUDA_STANDINS", "2"), source("NV12") + UPLOADED + fastvsr("cuda:0 group-length=2") + ON_GPU
                + DOWNLOADED + into("frames") + " => cuda:1");

        assertThat(played.errors()).contains("on cuda:1 takes no frames in the memory of GPU 0: put cudadownload before fastvsr",
                "nano on cuda:0 stays in use", NOTHING_LEFT, NOTHING_REFUSED);
        assertThat(written("frames")).hasSize(20 * 200 * 112 * 3 / 2);
    }

    @Test
    void frames_of_the_inputs_size_pass_as_they_are() throws Exception {
        var untouched = play(source("RGBA"));

        var passed = play(source("RGBA") + UPLOADED + fastvsr("cuda:0 scale=1") + DOWNLOADED);

        assertThat(passed.bytes()).isEqualTo(untouched.bytes());
        assertThat(passed.said()).contains(NOTHING_LEFT, "passing frames of 50x28 in the memory of a GPU through");
    }

    @Test
    void the_inputs_size_in_another_kind_of_memory_is_refused_with_the_remedy() throws Exception {
        var refused = run(source("NV12") + UPLOADED + fastvsr("cuda:0 scale=1") + " ! video/x-raw ! fakesink");

        assertThat(refused.errors()).contains("would pass as they are, but not into another kind of memory: add cudadownload behind");
    }

    @Test
    void the_memory_of_a_gpu_is_not_offered_for_a_network_on_the_cpu() throws Exception {
        var refused = run(source("NV12") + UPLOADED + fastvsr("cpu") + " ! fakesink");

        assertThat(refused.errors()).contains("could not link");
    }

    @Test
    void the_memory_of_a_gpu_is_not_offered_without_its_driver() {
        assumeFalse(CudaContext.isSupported(), "only where there is no driver");
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> new NearestNeighbour()));

        assertThatThrownBy(() -> new Line("fakesrc" + ON_GPU + ",format=NV12 ! fastvsr-tested device=cuda:0 ! fakesink"))
                .hasMessageContaining("could not link");
    }

    @Test
    void late_frames_are_interpolated_on_the_host_and_go_on_lying_on_the_gpu() throws Exception {
        var played = play(source("NV12").replace("videotestsrc", "videotestsrc is-live=true pattern=white") + UPLOADED
                + fastvsr("cuda:0 model=slow group-length=2") + ON_GPU + DOWNLOADED);

        assertThat(played.said()).contains("frames interpolated", "frames in ", NOTHING_LEFT, NOTHING_REFUSED);
        assertThat(played.bytes()).isNotEmpty().containsOnly(WHITE, NO_CHROMA);
    }

    private record Played(byte[] bytes, String said) {
    }

    private static String source(String format) {
        return "videotestsrc num-buffers=20 ! video/x-raw,format=" + format + ",width=50,height=28,framerate=25/1";
    }

    private static String fastvsr(String device) {
        return " ! fastvsr-tested device=" + device;
    }

    private String into(String name) {
        return " ! filesink location=" + folder.resolve(name);
    }

    private byte[] written(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private Played play(String line) throws IOException, InterruptedException {
        var answer = run(line + into("frames"));
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        return new Played(written("frames"), answer.errors());
    }

    private static Terminal withDriver() {
        return new Terminal(Terminal.HOME).with("LD_LIBRARY_PATH", driver.toString())
                .with("GST_REGISTRY", driver.resolve("registry").toString());
    }

    private Terminal.Answer run(String... lines) throws IOException, InterruptedException {
        return run(withDriver(), lines);
    }

    private static Terminal.Answer run(Terminal terminal, String... lines) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "fastvsr.element.GpuFramesHost"));
        command.addAll(List.of(lines));
        return terminal.with("GST_DEBUG", "fastvsr:5,cudamemorycopy:5,GST_CONTEXT:4,GST_ERROR_SYSTEM:4")
                .with("GST_DEBUG_NO_COLOR", "1").run(command.toArray(String[]::new));
    }
}
