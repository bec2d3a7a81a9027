package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fastvsr.model.Colorimetry;
import fastvsr.model.ElementType;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.TestFormats;
import fastvsr.model.natives.CudaKernels;
import fastvsr.model.natives.HostKernels;
import fastvsr.model.natives.Kernels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures computed in tiles, against the same pictures at once. */
class TiledGroupTest {
    private static final int FRAMES = 3;
    private final TorchModule module = TorchModule.load(source(), false, "cpu", 2);

    private static NetworkSource source() {
        return new NetworkSource(List.of(NetworkPage.load(Preset.PAGE), NetworkPage.load("frames"), NetworkPage.load("batch")), Map.of("fused", 2),
                RandomWeights.of(Preset.NANO, 4));
    }

    @AfterEach
    void close() {
        module.close();
    }

    /** Formats of inputs and outputs. */
    private static Stream<GroupFormat> formats() {
        Colorimetry bt709 = Colorimetry.BT709;
        return Stream.of(
                format(TestFormats.i420(400, 72), TestFormats.i420(1600, 288)),
                format(TestFormats.i420(72, 301), TestFormats.i420(288, 1204)),
                format(TestFormats.i420(299, 73), TestFormats.i420(1196, 292)),
                format(TestFormats.nv12(336, 64, bt709), TestFormats.nv12(1344, 256, bt709)),
                format(TestFormats.p010(336, 64), TestFormats.p010(1344, 256)),
                format(TestFormats.nv12(336, 64, bt709), TestFormats.nv12(672, 128, bt709)),
                format(TestFormats.i420(320, 64), TestFormats.i420(480, 96)),
                format(TestFormats.packed(304, 64, Colorimetry.SRGB, 4, 1, 2, 3), TestFormats.packed(1216, 256, Colorimetry.SRGB, 4, 1, 2, 3)),
                format(TestFormats.packed(304, 64, Colorimetry.SRGB, 4, 0, 1, 2, 3),
                        TestFormats.packed(1216, 256, Colorimetry.SRGB, 4, 0, 1, 2, 3)),
                format(TestFormats.gray(72, 304), TestFormats.gray(288, 1216)));
    }

    private static GroupFormat format(PictureFormat from, PictureFormat to) {
        return new GroupFormat(from, to);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tiles_give_the_pictures_that_are_computed_at_once(GroupFormat format) {
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(format.from(), t / 2)).toList();
        long pixels = (long) format.from().width() * format.from().height();

        List<Picture> whole = upscaled(format, pixels * 2, inputs);
        List<Picture> tiled = upscaled(format, pixels * 3 / 4, inputs);

        assertThat(Tile.cover(format, pixels * 3 / 4).size()).isGreaterThan(1);
        for (int t = 0; t < FRAMES; t++) {
            assertSame(whole.get(t), tiled.get(t), "frame " + t);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tiles_by_kernels_give_the_pictures_that_are_computed_at_once(GroupFormat format) {
        assertSameByKernels(format, "cpu", new HostKernels(1));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_gpu_gives_the_same_pictures_in_tiles(GroupFormat format) {
        assumeTrue(TorchEngine.has("CUDA"), "no GPU");

        assertSameByKernels(format, "cuda:0", CudaKernels.on(0));
    }

    /** Halves turn more codes over than singles, and ten bits show it. */
    private static void assertSameByKernels(GroupFormat format, String device, Kernels kernels) {
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(format.from(), t / 2)).toList();
        long pixels = (long) format.from().width() * format.from().height();
        int code = format.to().components().get(0).depth() > 8 ? 4 : 1;

        List<Picture> whole = byKernels(format, device, kernels, pixels * 2, inputs);
        List<Picture> tiled = byKernels(format, device, kernels, pixels * 3 / 4, inputs);

        for (int t = 0; t < FRAMES; t++) {
            List<Integer> differences = differences(whole.get(t), tiled.get(t));
            assertThat(Collections.max(differences)).as("frame " + t).isLessThanOrEqualTo(2 * code);
            assertThat(differences.stream().filter(each -> each >= code).count()).as("frame " + t).isLessThan(differences.size() / 10);
        }
    }

    private static List<Picture> byKernels(GroupFormat format, String device, Kernels kernels, long mostPixels, List<Picture> inputs) {
        List<NetworkPage> pages = Stream.of(Preset.PAGE, "frames", "batch", "kernels").map(NetworkPage::load).toList();
        NetworkSource halves = new NetworkSource(pages, Map.of("fused", device.equals("cpu") ? 0 : 1),
                RandomWeights.of(Preset.NANO, 4).as(ElementType.F16));
        try (TorchModule module = TorchModule.load(halves, false, device, 2); TensorScope scope = module.newScope();
                TiledGroup group = new TiledGroup(module, format,
                        (tile, layers) -> new GroupAtOnce(module, tile, layers, Optional.of(kernels), () -> { }), 1, mostPixels)) {
            return upscaled(module, scope, group, inputs);
        }
    }

    /** Rounding may turn a code over, where it lies between two; noise carries that on from frame to frame. */
    private static void assertSame(Picture expected, Picture actual, String name) {
        List<Integer> differences = differences(expected, actual);
        assertThat(Collections.max(differences)).as(name).isLessThanOrEqualTo(1);
        assertThat(Collections.frequency(differences, 1)).as(name).isLessThan(differences.size() / 50);
    }

    private static List<Integer> differences(Picture expected, Picture actual) {
        return expected.format().components().stream().flatMap(c -> IntStream.range(0, c.width() * c.height())
                .mapToObj(i -> Math.abs(TestFormats.get(expected, c, i % c.width(), i / c.width())
                        - TestFormats.get(actual, c, i % c.width(), i / c.width())))).toList();
    }

    @Test
    void the_byte_that_no_component_owns_is_full_in_tiles_too() {
        PictureFormat from = TestFormats.packed(304, 64, Colorimetry.SRGB, 4, 0, 1, 2);
        PictureFormat to = TestFormats.packed(1216, 256, Colorimetry.SRGB, 4, 0, 1, 2);

        Picture tiled = upscaled(format(from, to), 15_000, List.of(TestFormats.noise(from, 1))).get(0);

        assertThat(IntStream.range(0, 1216 * 256).map(i -> tiled.bytes().get(4 * i + 3) & 0xff)).containsOnly(255);
    }

    private List<Picture> upscaled(GroupFormat format, long mostPixels, List<Picture> inputs) {
        try (TiledGroup group = tiled(format, mostPixels);
                TensorScope scope = module.newScope()) {
            return upscaled(module, scope, group, inputs);
        }
    }

    @Test
    void tiles_go_on_from_the_state_of_whole_pictures_and_other_tiles_from_theirs() {
        GroupFormat format = format(TestFormats.i420(400, 72), TestFormats.i420(1600, 288));
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(format.from(), t / 2)).toList();
        List<Long> mostPixels = List.of(400L * 72, 330L * 72, 300L * 72);
        List<Picture> outputs = new ArrayList<>();

        try (TensorScope scope = module.newScope()) {
            List<Tensor> state = List.of();
            for (int t = 0; t < FRAMES; t++) {
                try (TiledGroup group = tiled(format, mostPixels.get(t))) {
                    state = upscale(module, scope, group, inputs.subList(t, t + 1), state, outputs);
                }
            }
        }

        assertThat(mostPixels.stream().map(pixels -> Tile.cover(format, pixels).size())).containsExactly(1, 2, 3);
        List<Picture> whole = upscaled(format, 400 * 72, inputs);
        IntStream.range(0, FRAMES).forEach(t -> assertSame(whole.get(t), outputs.get(t), "frame " + t));
    }

    private TiledGroup tiled(GroupFormat format, long mostPixels) {
        return new TiledGroup(module, format, (tile, layers) -> new GroupAtOnce(module, tile, layers, Optional.empty(), () -> { }), 1, mostPixels);
    }

    /** In two groups, of one frame and of the others. */
    private static List<Picture> upscaled(TorchModule module, TensorScope scope, TiledGroup group, List<Picture> inputs) {
        List<Picture> outputs = new ArrayList<>();
        List<Tensor> state = upscale(module, scope, group, inputs.subList(0, 1), List.of(), outputs);
        if (inputs.size() > 1) {
            upscale(module, scope, group, inputs.subList(1, inputs.size()), state, outputs);
        }
        return outputs;
    }

    private static List<Tensor> upscale(TorchModule module, TensorScope scope, TiledGroup group, List<Picture> inputs,
            List<Tensor> state, List<Picture> outputs) {
        PictureFormat to = group.format().to();
        int row = Math.toIntExact(to.size() + 7) / 8 * 8;
        ByteBuffer written = ByteBuffer.allocateDirect(inputs.size() * row);
        Tensor rows = module.call(scope, "rows", scope.bytes(written), inputs.size()).get(0);
        List<Tensor> next = group.upscale(scope, rows(scope, module, inputs), rows, inputs.size(), 0, state, t -> { });
        float[] codes = rows.floats();
        IntStream.range(0, codes.length).forEach(i -> written.put(i, (byte) codes[i]));
        IntStream.range(0, inputs.size()).forEach(t -> outputs.add(new Picture(to, written.slice(t * row, row))));
        return next;
    }

    private static Tensor rows(TensorScope scope, TorchModule module, List<Picture> inputs) {
        int size = Math.toIntExact(inputs.get(0).format().size());
        ByteBuffer all = ByteBuffer.allocateDirect(inputs.size() * size);
        inputs.forEach(picture -> all.put(picture.bytes().duplicate().limit(picture.bytes().position() + size)));
        return module.call(scope, "rows", scope.bytes(all.flip()), inputs.size()).get(0);
    }

    @Test
    void tiles_of_the_largest_video_are_few_and_of_one_size() {
        GroupFormat format = format(TestFormats.i420(7680, 4320), TestFormats.i420(30720, 17280));

        List<Tile> tiles = Tile.cover(format, TiledGroup.MOST_PIXELS);

        assertThat(tiles).hasSize(4).extracting(Tile::pixels).containsOnly((3840L + 128) * (2160 + 128));
        assertThat(tiles.stream().mapToLong(tile -> tile.place().width() * (long) tile.place().height()).sum()).isEqualTo(30720L * 17280);
    }
}
