package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything about the resolver of GPUs but the GPU: a page without streams stands in for {@code cuda.page}. */
class CudaSuperResolverTest {
    private static final NetworkSource SOURCE = CudaOnCpu.SOURCE;
    private static final PictureFormat FROM = TestFormats.i420(40, 24);
    private static final PictureFormat TO = TestFormats.i420(160, 96);

    /** Places of pages in the source. */
    private static final int BATCH = 2;
    private static final int STREAMS = 3;
    private static final ModelSpec HINDSIGHT = new ModelSpec("quality", Preset.HINDSIGHT_PAGE, 4, 3, 2);
    private static final Weights HINDSIGHT_WEIGHTS = RandomWeights.calm(Preset.QUALITY, 4);

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
    void two_groups_on_their_way_give_what_one_gives() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);

        var first = resolver.begin(inputs(0, 2), outputs.subList(0, 2));
        var second = resolver.begin(inputs(2, 4), outputs.subList(2, 6));
        first.await();
        second.await();
        second.await();

        assertThat(lumas(outputs)).isEqualTo(expected);
    }

    @Test
    void where_groups_are_copied_for_others_three_are_on_their_way() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        resolver.close();
        resolver = new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0", TorchModule.load(SOURCE, false, "cpu", 1),
                MemoryNeed.of(SOURCE.weights(), 0).withAnotherGroup(), Optional.empty(), Optional.empty());

        var upscalings = IntStream.of(0, 2, 4).mapToObj(i -> resolver.begin(inputs(i, 2), outputs.subList(i, i + 2))).toList();
        upscalings.forEach(SuperResolver.Upscaling::await);

        assertThat(resolver.groupsAtOnce(2, TO.size())).isEqualTo(3);
        assertThat(lumas(outputs)).isEqualTo(expected);
    }

    @Test
    void a_copy_that_fails_is_told_when_its_group_is_awaited() {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(STREAMS, new NetworkPage("no-arrival", CudaOnCpu.NO_STREAMS.text().replace("  x = arrival", "  assert False")));
        resolver.close();
        resolver = new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0",
                TorchModule.load(new NetworkSource(pages, SOURCE.constants(), SOURCE.weights()), false, "cpu", 1),
                MemoryNeed.of(SOURCE.weights(), 0), Optional.empty(), Optional.empty());

        var group = resolver.begin(inputs(0, 2), blanks(TO, 2));

        assertThatThrownBy(group::await).isInstanceOf(ModelException.class).hasMessageContaining("wait_for");
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
        openWithKernels(CudaOnCpu.NO_STREAMS);
    }

    private void openWithKernels(NetworkPage streams) {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(STREAMS, streams);
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
        resolver.close();
        resolver = CudaOnCpu.openSlow();

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
        pages.set(STREAMS, new NetworkPage("no-streams", CudaOnCpu.NO_STREAMS.text().replace("torch.zeros([1]", "torch.ones([1]")));
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

    private void openWithHindsight(NetworkPage streams) {
        List<NetworkPage> pages = new ArrayList<>(Stream.of(Preset.HINDSIGHT_PAGE, "frames", "batch", "sweepsatonce").map(NetworkPage::load)
                .toList());
        pages.add(streams);
        resolver.close();
        resolver = new CudaSuperResolver(HINDSIGHT, "cuda:0",
                TorchModule.load(new NetworkSource(pages, Map.of("fused", 0), HINDSIGHT_WEIGHTS), false, "cpu", 1),
                MemoryNeed.of(HINDSIGHT_WEIGHTS, 2), Optional.empty(), Optional.empty());
    }

    @Test
    void frames_that_follow_a_group_are_looked_at_and_come_again() {
        List<Picture> inputs = inputs(0, 6);
        List<Picture> expected = blanks(TO, 6);
        List<Picture> outputs = blanks(TO, 6);

        try (SuperResolver cpu = TorchSuperResolver.open(HINDSIGHT, HINDSIGHT_WEIGHTS, "cpu", 1)) {
            cpu.upscale(inputs.subList(0, 5), expected.subList(0, 3));
            cpu.upscale(inputs.subList(3, 6), expected.subList(3, 6));
        }
        openWithHindsight(CudaOnCpu.NO_STREAMS);
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
        openWithFull(BATCH, "prepare", "count > " + frames);
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

    /** Lets a page fail as libtorch does where {@code condition} holds at the beginning of a method. */
    private static NetworkPage full(NetworkPage page, String method, String condition) {
        String text = page.text();
        int body = text.indexOf('\n', text.indexOf("def " + method + "(")) + 1;
        return new NetworkPage(page.name(), text.substring(0, body) + "  if " + condition
                + ":\n    ops.prim.RaiseException(\"CUDA out of memory. Tried to allocate 1 GiB\")\n" + text.substring(body));
    }

    private void openWithFull(int page, String method, String condition) {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(page, full(pages.get(page), method, condition));
        open(pages);
    }

    /** Memory for the pictures of so many frames in each direction. */
    private void openWithRoomFor(int frames) {
        openWithFull(STREAMS, "staging", "rows > " + frames);
    }

    @Test
    void groups_whose_pictures_do_not_fit_are_sent_in_parts_which_is_told_once() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithRoomFor(2);

        resolver.upscale(inputs(0, 5), outputs.subList(0, 5));
        Optional<String> complaint = resolver.takeComplaint();
        resolver.upscale(inputs(5, 1), outputs.subList(5, 6));

        assertSame(lumas(outputs), expected);
        assertThat(complaint).hasValueSatisfying(text -> assertThat(text).contains("cuda:0", "in parts", "nvidia-smi"));
        assertThat(resolver.takeComplaint()).isEmpty();
    }

    @Test
    void pinned_rows_of_the_host_that_do_not_fit_become_fewer_too() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithFull(STREAMS, "pinned", "rows > 1");

        resolver.upscale(inputs(0, 6), outputs);

        assertSame(lumas(outputs), expected);
    }

    @Test
    void a_part_that_fails_half_way_begins_again_with_the_state_from_before() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithFull(BATCH, "upscale_next", "row == 2 and torch.size(outputs, 0) > 2");

        var first = resolver.begin(inputs(0, 2), outputs.subList(0, 2));
        var second = resolver.begin(inputs(2, 4), outputs.subList(2, 6));
        List<Integer> arrived = lumas(outputs.subList(0, 2));
        first.await();
        second.await();

        assertSame(arrived, expected.subList(0, expected.size() * 2 / 6));
        assertSame(lumas(outputs), expected);
    }

    @Test
    void a_short_group_that_fails_beside_room_for_longer_ones_gets_that_room() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithFull(BATCH, "prepare", "count == 1 and torch.size(pictures, 0) > 2");

        resolver.upscale(inputs(0, 4), outputs.subList(0, 4));
        resolver.upscale(inputs(4, 1), outputs.subList(4, 5));
        resolver.begin(inputs(5, 1), outputs.subList(5, 6)).await();

        assertSame(lumas(outputs), expected);
    }

    @Test
    void what_is_remembered_in_parts_is_the_state_that_upscaling_leaves() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 3);
        openWithRoomFor(1);

        resolver.remember(inputs(0, 3), 3, TO);
        resolver.upscale(inputs(3, 3), outputs);

        assertSame(lumas(outputs), expected.subList(expected.size() / 2, expected.size()));
    }

    @Test
    void warming_up_in_parts_leaves_the_state_and_says_why() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithRoomFor(3);

        resolver.upscale(inputs(0, 3), outputs.subList(0, 3));
        long nanos = resolver.warmUp(FROM, TO, 4).orElseThrow();
        Optional<String> complaint = resolver.takeComplaint();
        resolver.upscale(inputs(3, 3), outputs.subList(3, 6));

        assertThat(nanos).isPositive();
        assertThat(complaint).hasValueSatisfying(text -> assertThat(text).contains("in parts"));
        assertSame(lumas(outputs), expected);
    }

    @Test
    void steps_of_parts_take_time_and_write_the_same() {
        List<Integer> expected = expected();
        List<Picture> outputs = blanks(TO, 6);
        openWithRoomFor(1);

        var steps = resolver.timeSteps(inputs(0, 6), outputs).orElseThrow();

        assertSame(lumas(outputs), expected);
        assertThat(steps.networkMillis()).isPositive();
    }

    @Test
    void the_time_of_a_group_is_that_of_its_parts_together() {
        openWithKernels(full(CudaOnCpu.NO_STREAMS, "staging", "rows > 1"));
        List<Picture> outputs = blanks(TO, 8);
        resolver.upscale(inputs(0, 8), outputs); // finds the length of parts

        long one = IntStream.range(0, 8).mapToLong(t -> nanos(inputs(t, 1), outputs.subList(t, t + 1))).min().orElseThrow();
        long all = nanos(inputs(0, 8), outputs);

        assertThat(all).isGreaterThan(4 * one);
    }

    private long nanos(List<Picture> inputs, List<Picture> outputs) {
        var group = resolver.begin(inputs, outputs);
        group.await();
        return group.busyNanos().orElseThrow();
    }

    @Test
    void with_hindsight_parts_are_what_shorter_groups_are() {
        List<Picture> inputs = inputs(0, 6);
        List<Picture> expected = blanks(TO, 6);
        List<Picture> outputs = blanks(TO, 6);

        openWithHindsight(CudaOnCpu.NO_STREAMS);
        resolver.upscale(inputs.subList(0, 4), expected.subList(0, 2));
        resolver.upscale(inputs.subList(2, 6), expected.subList(2, 4));
        resolver.upscale(inputs.subList(4, 6), expected.subList(4, 6));
        openWithHindsight(full(CudaOnCpu.NO_STREAMS, "staging", "rows > 4"));
        var first = resolver.begin(inputs.subList(0, 6), outputs.subList(0, 4));
        var second = resolver.begin(inputs.subList(4, 6), outputs.subList(4, 6));
        first.await();
        second.await();

        assertThat(lumas(outputs).equals(lumas(expected))).isTrue();
    }

    @Test
    void where_a_large_frame_does_not_fit_tiles_become_smaller() {
        PictureFormat from = TestFormats.i420(400, 72);
        List<Picture> inputs = List.of(TestFormats.noise(from, 1), TestFormats.noise(from, 2));
        List<Picture> expected = blanks(TestFormats.i420(1600, 288), 2);
        List<Picture> outputs = blanks(TestFormats.i420(1600, 288), 2);

        resolver.upscale(inputs, expected);
        openWithFull(BATCH, "prepare", "layout[0] * layout[1] > 20000");
        resolver.upscale(inputs.subList(0, 1), outputs.subList(0, 1));
        resolver.upscale(inputs.subList(1, 2), outputs.subList(1, 2));

        assertSame(lumas(outputs), lumas(expected));
        assertThat(resolver.takeComplaint()).hasValueSatisfying(text -> assertThat(text).contains("smaller tiles"));
    }

    @Test
    void where_no_tile_fits_the_error_names_the_frame() {
        List<Picture> inputs = List.of(TestFormats.noise(TestFormats.i420(400, 72), 1));
        openWithFull(BATCH, "prepare", "count > 0");

        assertThatThrownBy(() -> resolver.upscale(inputs, blanks(TestFormats.i420(1600, 288), 1)))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.MEMORY))
                .hasMessageContainingAll("one frame of 400x72", "tiles", "nvidia-smi");
    }

    @Test
    void where_not_even_the_pictures_of_one_frame_fit_the_error_names_their_sizes() {
        openWithRoomFor(0);

        assertThatThrownBy(() -> resolver.upscale(inputs(0, 6), blanks(TO, 6)))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.MEMORY))
                .hasMessageContainingAll("40x24", "160x96", "not even 1 at a time", "nvidia-smi");
    }

    @Test
    void another_failure_is_told_at_once() {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        NetworkPage broken = full(pages.get(BATCH), "prepare", "count > 1");
        pages.set(BATCH, new NetworkPage("batch", broken.text().replace("CUDA out of memory", "no such kernel")));
        open(pages);

        assertThatThrownBy(() -> resolver.upscale(inputs(0, 6), blanks(TO, 6)))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.ENGINE))
                .hasMessageContaining("no such kernel");
        assertThat(resolver.takeComplaint()).isEmpty();
    }

    /** Takes memory of the GPU, so that about so many megabytes are left. */
    private static List<TensorScope> occupy(TorchModule module, int leftMegabytes) {
        List<TensorScope> taken = new ArrayList<>();
        boolean isFull = false;
        while (!isFull) {
            TensorScope scope = module.newScope();
            try {
                module.call(scope, "staging", 1, 100L << 20);
                taken.add(scope);
            } catch (ModelException full) {
                scope.close();
                isFull = true;
            }
        }
        List<TensorScope> given = taken.subList(taken.size() - leftMegabytes / 100, taken.size());
        given.forEach(TensorScope::close);
        given.clear();
        TorchEngine.freeUnusedMemory();
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {3000, 1500})
    void a_gpu_with_little_memory_left_sends_large_groups_in_parts(int megabytes) {
        assumeTrue(TorchEngine.has("CUDA"), "no GPU");
        ModelSpec model = new ModelSpec("live", Preset.PAGE, 4, 8, 0);
        Weights weights = RandomWeights.calm(Preset.LIVE, 4);
        PictureFormat from = TestFormats.nv12(1920, 1080, TO.colorimetry());
        PictureFormat to = TestFormats.nv12(7680, 4320, TO.colorimetry());
        List<Picture> inputs = IntStream.range(0, 8).mapToObj(t -> TestFormats.noise(from, t)).toList();
        List<Picture> expected = blanks(to, 8);
        List<Picture> outputs = blanks(to, 8);
        NetworkSource hog = new NetworkSource(Stream.of(Preset.PAGE, "frames", "batch", "cuda").map(NetworkPage::load).toList(),
                Map.of("fused", 1), RandomWeights.of(Preset.NANO, 4));

        try (SuperResolver all = TorchSuperResolver.open(model, weights, "cuda:0", 1)) {
            all.upscale(inputs, expected);
            assertThat(all.takeComplaint()).isEmpty();
        }
        try (TorchModule module = TorchModule.load(hog, false, "cuda:0", 1);
                SuperResolver little = TorchSuperResolver.open(model, weights, "cuda:0", 1)) {
            List<TensorScope> taken = occupy(module, megabytes);
            try {
                var first = little.begin(inputs.subList(0, 4), outputs.subList(0, 4));
                var second = little.begin(inputs.subList(4, 8), outputs.subList(4, 8));
                first.await();
                second.await();
            } finally {
                taken.forEach(TensorScope::close);
            }
            assertThat(little.takeComplaint()).isPresent();
        }

        for (int t = 0; t < 8; t++) {
            assertThat(meanDifference(expected.get(t), outputs.get(t))).as("frame " + t).isLessThan(0.5);
        }
    }

    private static double meanDifference(Picture expected, Picture actual) {
        return IntStream.range(0, 7680 * 4320)
                .map(i -> Math.abs((expected.bytes().get(i) & 0xff) - (actual.bytes().get(i) & 0xff))).average().orElseThrow();
    }
}
