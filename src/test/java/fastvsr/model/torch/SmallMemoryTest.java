package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.Colorimetry;
import fastvsr.model.ElementType;
import fastvsr.model.ModelException;
import fastvsr.model.ModelSpec;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.TestFormats;
import fastvsr.model.Weights;
import fastvsr.model.natives.HostKernels;
import fastvsr.model.natives.Kernels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is held in a device's memory, and how little of it is enough. */
class SmallMemoryTest {
    private static final Weights NANO = RandomWeights.calm(Preset.NANO, 4);
    private static final GroupFormat WIDE = format(1000, 136);
    private static final GroupFormat SMALL = format(336, 40);
    private static final MemoryNeed NEED = MemoryNeed.of(NANO, 0);
    private static final List<Tile> SMALLEST = Tile.cover(WIDE, 1);

    private final TorchModule module = load(NANO, Preset.PAGE, "frames", "batch", "kernels");

    private static GroupFormat format(int width, int height) {
        return new GroupFormat(TestFormats.nv12(width, height, Colorimetry.BT709), TestFormats.nv12(4 * width, 4 * height, Colorimetry.BT709));
    }

    private static TorchModule load(Weights weights, String... pages) {
        List<NetworkPage> all = Stream.concat(Stream.of(pages).map(NetworkPage::load), Stream.of(CudaOnCpu.NO_STREAMS)).toList();
        return TorchModule.load(new NetworkSource(all, Map.of("fused", 0), weights.as(ElementType.F16)), false, "cpu", 1);
    }

    @AfterEach
    void close() {
        module.close();
    }

    private CudaSuperResolver open(SmallMemory memory) {
        return new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0", module, NEED, Optional.of(memory), Optional.empty());
    }

    private static List<Picture> noise(GroupFormat format, int count) {
        return IntStream.range(0, count).mapToObj(t -> TestFormats.noise(format.from(), t)).toList();
    }

    @Test
    void what_one_frame_in_the_smallest_tiles_needs_is_enough_for_groups_after_few_attempts() {
        SmallMemory memory = new SmallMemory(module, NEED.tensors(WIDE, 1, SMALLEST, 1));
        CudaSuperResolver resolver = open(memory);

        resolver.remember(noise(WIDE, 2), 2, WIDE.to());
        resolver.remember(noise(WIDE, 2), 2, WIDE.to()); // has a state from before
        int failures = memory.failures();
        resolver.remember(noise(WIDE, 2), 2, WIDE.to());

        assertThat(failures).isBetween(1, 6);
        assertThat(memory.failures()).isEqualTo(failures);
    }

    @Test
    void after_the_last_attempt_has_failed_nothing_of_any_is_held() {
        CudaSuperResolver resolver = open(new SmallMemory(module, NEED.tensors(WIDE, 1, SMALLEST, 1) / 2));
        int before = SmallMemory.alive(module).size();

        assertThatThrownBy(() -> resolver.remember(noise(WIDE, 2), 2, WIDE.to()))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.MEMORY))
                .hasMessageContainingAll("1000x136", "not even in " + SMALLEST.size() + " tiles");

        assertThat(SmallMemory.alive(module)).hasSize(before);
    }

    /** In as many tiles as there can be. */
    private static TiledGroup tiled(TorchModule module, GroupFormat format, Optional<Kernels> kernels) {
        return new TiledGroup(module, format, (tile, layers) -> new GroupAtOnce(module, tile, layers, kernels, () -> { }), 1, 1);
    }

    private static void upscale(TorchModule module, TiledGroup group, int frames) {
        try (TensorScope scope = module.newScope()) {
            Tensor inputs = module.call(scope, "staging", frames, group.format().from().size()).get(0);
            Tensor outputs = module.call(scope, "staging", frames, group.format().to().size()).get(0);
            group.upscale(scope, inputs, outputs, frames, 0, List.of(), row -> { });
        }
    }

    /** Tensors that tiles hold between groups. */
    private static int heldBy(TorchModule module, GroupFormat format, Optional<Kernels> kernels) {
        try (TiledGroup group = tiled(module, format, kernels)) {
            upscale(module, group, 1);
            return SmallMemory.alive(module).size();
        }
    }

    @Test
    void tiles_of_one_size_share_their_layers() {
        Optional<Kernels> kernels = Optional.of(new HostKernels(1));

        assertThat(Tile.cover(SMALL, 1)).hasSize(2);
        assertThat(SMALLEST).hasSize(7);
        assertThat(heldBy(module, WIDE, kernels)).isPositive().isEqualTo(heldBy(module, SMALL, kernels));
        try (TorchModule singles = TorchModule.load(CudaOnCpu.SOURCE, false, "cpu", 1)) {
            assertThat(heldBy(singles, WIDE, Optional.empty())).isPositive().isEqualTo(heldBy(singles, SMALL, Optional.empty()));
        }
    }

    @Test
    void a_tile_that_fails_leaves_nothing() {
        SmallMemory memory = new SmallMemory(module, Long.MAX_VALUE);

        try (TiledGroup group = tiled(module, SMALL, Optional.of(memory))) {
            assertLeavesNothing(module, group, memory);
        }
    }

    @Test
    void a_sweep_that_fails_leaves_nothing() {
        GroupFormat tiny = format(24, 16);

        try (TorchModule quality = load(RandomWeights.calm(Preset.QUALITY, 4), Preset.HINDSIGHT_PAGE, "frames", "sweeps", "batch", "kernels",
                "sweepsatonce", "sweepsbykernels")) {
            SmallMemory memory = new SmallMemory(quality, Long.MAX_VALUE);
            try (TiledGroup group = new TiledGroup(quality, tiny, (tile, layers) -> new GroupWithHindsight(quality, tile, layers, 0,
                    Optional.of(memory), () -> { }), 8, TiledGroup.MOST_PIXELS)) {
                assertLeavesNothing(quality, group, memory);
            }
        }
    }

    /** Wherever in a group of three frames memory runs out. */
    private static void assertLeavesNothing(TorchModule module, TiledGroup group, SmallMemory memory) {
        upscale(module, group, 3);
        int launches = memory.launches();
        int before = SmallMemory.alive(module).size();

        for (int fifth = 0; fifth < 5; fifth++) {
            memory.failAfter(launches * fifth / 5);
            assertThatThrownBy(() -> upscale(module, group, 3)).isInstanceOf(ModelException.class);
            assertThat(SmallMemory.alive(module)).as(fifth + " fifths of the group").hasSize(before);
        }
    }
}
