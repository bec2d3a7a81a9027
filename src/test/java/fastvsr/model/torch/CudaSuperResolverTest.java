package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.Component;
import fastvsr.model.ElementType;
import fastvsr.model.ModelException;
import fastvsr.model.ModelSpec;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import fastvsr.model.Weights;
import fastvsr.model.natives.HostKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything about the resolver of GPUs but the GPU: a page without streams stands in for {@code cuda.page}. */
class CudaSuperResolverTest {
    private static final NetworkSource SOURCE = CudaOnCpu.SOURCE;
    private static final PictureFormat FROM = TestFormats.i420(40, 24);
    private static final PictureFormat TO = TestFormats.i420(160, 96);

    private SuperResolver resolver;

    @BeforeEach
    void open() {
        resolver = CudaOnCpu.open();
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    private static List<Picture> inputs(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(t -> TestFormats.noise(FROM, t)).toList();
    }

    private static List<Picture> blanks(PictureFormat format, int count) {
        return IntStream.range(0, count).mapToObj(t -> TestFormats.blank(format)).toList();
    }

    private static List<Integer> lumas(List<Picture> pictures) {
        List<Integer> codes = new ArrayList<>();
        for (Picture picture : pictures) {
            Component luma = picture.format().components().get(0);
            IntStream.range(0, luma.width() * luma.height())
                    .forEach(i -> codes.add(TestFormats.get(picture, luma, i % luma.width(), i / luma.width())));
        }
        return codes;
    }

    /** Six frames as one group. */
    private List<Integer> expected() {
        List<Picture> outputs = blanks(TO, 6);
        resolver.upscale(inputs(0, 6), outputs);
        resolver.reset();
        return lumas(outputs);
    }

    @Test
    void two_groups_on_their_way_give_what_one_gives_and_write_when_they_are_awaited() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);

        var first = resolver.begin(inputs(0, 2), outputs.subList(0, 2));
        var second = resolver.begin(inputs(2, 4), outputs.subList(2, 6));
        List<Integer> before = lumas(outputs);
        first.await();
        second.await();
        second.await();

        assertThat(before).containsOnly(77);
        assertThat(lumas(outputs)).isEqualTo(expected);
    }

    @Test
    void warming_up_leaves_the_state_and_writes_nothing() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);

        resolver.upscale(inputs(0, 3), outputs.subList(0, 3));
        long nanos = resolver.warmUp(FROM, TO, 4).orElseThrow();
        List<Integer> meanwhile = lumas(outputs.subList(3, 6));
        resolver.upscale(inputs(3, 3), outputs.subList(3, 6));

        assertThat(nanos).isPositive();
        assertThat(meanwhile).containsOnly(77);
        assertSame(lumas(outputs), expected);
    }

    @Test
    void it_is_known_how_long_a_group_was_computed_when_it_has_been_awaited_or_the_next_but_one_has_begun() {
        openWithKernels();
        List<Picture> outputs = blanks(TO, 6);

        var first = resolver.begin(inputs(0, 2), outputs.subList(0, 2));
        var second = resolver.begin(inputs(2, 2), outputs.subList(2, 4));
        assertThat(first.busyNanos()).isEmpty();
        resolver.begin(inputs(4, 2), outputs.subList(4, 6)).await();
        second.await();

        assertThat(first.busyNanos().orElseThrow()).isPositive();
        assertThat(second.busyNanos().orElseThrow()).isPositive();
    }

    @Test
    void the_state_survives_another_layout_of_the_outputs() {
        List<Integer> expected = expected();
        PictureFormat wide = TestFormats.planar(160, 96, 2, 2, 12, TO.colorimetry(), TO.chromaSite());
        List<Picture> outputs = blanks(TO, 3);
        List<Picture> others = blanks(wide, 3);

        resolver.upscale(inputs(0, 3), outputs);
        resolver.upscale(inputs(3, 3), others);

        assertSame(lumas(outputs), expected.subList(0, expected.size() / 2));
        assertSame(lumas(others), expected.subList(expected.size() / 2, expected.size()));
    }

    /** Convolutions of fewer frames at once may round otherwise. */
    private static void assertSame(List<Integer> actual, List<Integer> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(IntStream.range(0, actual.size()).map(i -> Math.abs(actual.get(i) - expected.get(i))).max().orElseThrow())
                .isLessThanOrEqualTo(1);
    }

    /** The kernels of GPUs, compiled for the CPU. */
    private void openWithKernels() {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.add(NetworkPage.load("kernels"));
        NetworkSource halves = new NetworkSource(pages, SOURCE.constants(), SOURCE.weights().as(ElementType.F16));
        resolver.close();
        resolver = new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0",
                TorchModule.load(halves, false, "cpu", 1), MemoryNeed.of(SOURCE.weights(), 0), Optional.of(new HostKernels(1)), Optional.empty());
    }

    @Test
    void kernels_carry_the_state_from_group_to_group_and_to_another_layout() {
        openWithKernels();
        List<Integer> expected = expected();
        PictureFormat odd = TestFormats.planar(160, 96, 2, 2, 1, TO.colorimetry(), TO.chromaSite()); // no kernel writes it
        List<Picture> outputs = blanks(TO, 3);
        List<Picture> others = blanks(TO, 2);

        var first = resolver.begin(inputs(0, 2), outputs.subList(0, 2));
        var second = resolver.begin(inputs(2, 1), outputs.subList(2, 3));
        first.await();
        second.await();
        resolver.upscale(inputs(3, 1), blanks(odd, 1));
        resolver.upscale(inputs(4, 2), others);

        assertThat(lumas(outputs)).isEqualTo(expected.subList(0, expected.size() / 2));
        assertSame(lumas(others), expected.subList(expected.size() * 4 / 6, expected.size()));
    }

    @Test
    void why_there_are_no_kernels_is_told_once() {
        resolver.close();
        resolver = new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0",
                TorchModule.load(SOURCE, false, "cpu", 1), MemoryNeed.of(SOURCE.weights(), 0), Optional.empty(), Optional.of("there is no compiler"));

        assertThat(resolver.takeComplaint()).contains("there is no compiler");
        assertThat(resolver.takeComplaint()).isEmpty();
    }

    @Test
    void what_is_on_its_way_when_the_resolver_is_closed_is_not_written() {
        List<Picture> outputs = blanks(TO, 2);

        resolver.begin(inputs(0, 2), outputs);
        resolver.close();
        open();

        assertThat(lumas(outputs)).containsOnly(77);
    }

    @Test
    void pinned_outputs_are_written_without_another_copy() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(3, new NetworkPage("no-streams", CudaOnCpu.NO_STREAMS.text().replace("torch.zeros([1]", "torch.ones([1]")));
        open(pages);

        resolver.begin(inputs(0, 6), outputs); // this double copies at once

        assertThat(lumas(outputs)).isEqualTo(expected);
    }

    @Test
    void what_is_remembered_is_the_state_that_upscaling_leaves() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 3);

        resolver.remember(inputs(0, 3), 3, TO);
        resolver.upscale(inputs(3, 3), outputs);

        assertSame(lumas(outputs), expected.subList(expected.size() / 2, expected.size()));
    }

    @Test
    void frames_that_follow_a_group_are_looked_at_and_come_again() {
        ModelSpec model = new ModelSpec("quality", Preset.HINDSIGHT_PAGE, 4, 3, 2);
        Weights weights = RandomWeights.calm(Preset.QUALITY, 4);
        List<NetworkPage> pages = new ArrayList<>(Stream.of(Preset.HINDSIGHT_PAGE, "frames", "batch", "sweepsatonce").map(NetworkPage::load)
                .toList());
        pages.add(CudaOnCpu.NO_STREAMS);
        List<Picture> inputs = inputs(0, 6);
        List<Picture> expected = blanks(TO, 6);
        List<Picture> outputs = blanks(TO, 6);

        try (SuperResolver cpu = TorchSuperResolver.open(model, weights, "cpu", 1)) {
            cpu.upscale(inputs.subList(0, 5), expected.subList(0, 3));
            cpu.upscale(inputs.subList(3, 6), expected.subList(3, 6));
        }
        resolver.close();
        resolver = new CudaSuperResolver(model, "cuda:0",
                TorchModule.load(new NetworkSource(pages, Map.of("fused", 0), weights), false, "cpu", 1), MemoryNeed.of(weights, 2),
                Optional.empty(), Optional.empty());
        var first = resolver.begin(inputs.subList(0, 5), outputs.subList(0, 3));
        var second = resolver.begin(inputs.subList(3, 6), outputs.subList(3, 6));
        first.await();
        second.await();

        assertSame(lumas(outputs), lumas(expected));
    }

    @Test
    void steps_take_time_and_write_the_same() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);

        var steps = resolver.timeSteps(inputs(0, 6), outputs).orElseThrow();

        assertThat(lumas(outputs)).isEqualTo(expected);
        assertThat(steps.networkMillis()).isPositive();
    }

    /** Lets the page fail as libtorch does, where more frames are prepared at once than fit. */
    private void openWithMemoryFor(int frames) {
        NetworkPage batch = new NetworkPage("batch", NetworkPage.load("batch").text().replace("  x = self.enter(self.read(torch.slice(pictures",
                "  if count > " + frames + ":\n    ops.prim.RaiseException(\"CUDA out of memory. Tried to allocate 1 GiB\")\n"
                        + "  x = self.enter(self.read(torch.slice(pictures"));
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(2, batch);
        open(pages);
    }

    private void open(List<NetworkPage> pages) {
        resolver.close();
        resolver = new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0",
                TorchModule.load(new NetworkSource(pages, SOURCE.constants(), SOURCE.weights()), false, "cpu", 1),
                MemoryNeed.of(SOURCE.weights(), 0), Optional.empty(), Optional.empty());
    }

    @Test
    void where_memory_is_full_fewer_frames_are_computed_together_which_is_told_once() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithMemoryFor(1);

        resolver.upscale(inputs(0, 6), outputs);

        assertSame(lumas(outputs), expected);
        assertThat(resolver.takeComplaint()).hasValueSatisfying(text -> assertThat(text).contains("cuda:0", "nvidia-smi"));
        assertThat(resolver.takeComplaint()).isEmpty();
    }

    @Test
    void where_not_even_one_frame_fits_the_error_says_so() {
        List<Picture> outputs = blanks(TO, 6);
        openWithMemoryFor(0);

        assertThatThrownBy(() -> resolver.upscale(inputs(0, 6), outputs))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.MEMORY))
                .hasMessageContainingAll("one frame of 40x24", "nvidia-smi");
    }

    @Test
    void where_the_pictures_of_a_group_do_not_fit_the_error_names_their_number() {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(3, new NetworkPage("no-streams", CudaOnCpu.NO_STREAMS.text().replace("def staging(self, rows: int, bytes: int) -> Tensor:\n",
                "def staging(self, rows: int, bytes: int) -> Tensor:\n  if rows > 4:\n"
                        + "    ops.prim.RaiseException(\"CUDA out of memory. Tried to allocate 1 GiB\")\n")));
        List<Picture> few = blanks(TO, 3);
        open(pages);

        assertThatThrownBy(() -> resolver.upscale(inputs(0, 6), blanks(TO, 6)))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.MEMORY))
                .hasMessageContainingAll("a group of 6 frames of 40x24", "160x96", "nvidia-smi", "group-length");
        resolver.upscale(inputs(0, 3), few);
        assertThat(lumas(few)).doesNotContainSequence(77, 77, 77, 77);
    }
}
