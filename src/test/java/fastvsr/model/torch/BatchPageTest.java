package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.ColorMatrix;
import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.TestFormats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What GPUs run, on the CPU, against what CPUs run. */
class BatchPageTest {
    private static final int WIDTH = 36;
    private static final int HEIGHT = 20;
    private static final int FRAMES = 5;
    private static final NetworkSource SOURCE = new NetworkSource(
            List.of(NetworkPage.load(Preset.PAGE), NetworkPage.load("frames"), NetworkPage.load("batch")),
            Map.of("fused", 2), RandomWeights.of(Preset.NANO, 4));

    /** A format for frames of a size. */
    private interface Format {
        PictureFormat of(int width, int height);
    }

    private static Stream<Format> formats() {
        return Stream.of(TestFormats::i420, (w, h) -> TestFormats.nv12(w, h, Colorimetry.BT709), BatchPageTest::nv21,
                TestFormats::p010, (w, h) -> TestFormats.deep(w, h, 2, 2, 10, Colorimetry.BT709), TestFormats::gray,
                (w, h) -> TestFormats.packed(w, h, Colorimetry.SRGB, 4, 0, 1, 2),
                (w, h) -> TestFormats.packed(w, h, Colorimetry.SRGB, 4, 1, 2, 3, 0),
                (w, h) -> w == WIDTH ? TestFormats.i420(w - 1, h - 1) : TestFormats.i420(w, h));
    }

    private static PictureFormat nv21(int width, int height) {
        PictureFormat nv12 = TestFormats.nv12(width, height, Colorimetry.BT601);
        List<Component> c = nv12.components();
        return new PictureFormat(width, height, List.of(c.get(0), c.get(2), c.get(1)), nv12.colorimetry(), nv12.chromaSite());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_group_at_once_gives_the_pictures_of_its_frames_one_by_one(Format format) {
        PictureFormat from = format.of(WIDTH, HEIGHT);
        PictureFormat to = format.of(from.width() * 4, from.height() * 4);
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(from, t / 2)).toList();

        List<Picture> expected = oneByOne(inputs, to);
        List<Picture> together = atOnce(inputs, to);

        for (int t = 0; t < FRAMES; t++) {
            assertSame(expected.get(t), together.get(t), "frame " + t);
        }
    }

    /** Rounding may turn a code over, where it lies between two; more than that is wrong. */
    static void assertSame(Picture expected, Picture actual, String name) {
        long others = 0;
        long all = 0;
        for (Component c : expected.format().components()) {
            for (int i = 0; i < c.width() * c.height(); i++) {
                int difference = Math.abs(TestFormats.get(expected, c, i % c.width(), i / c.width())
                        - TestFormats.get(actual, c, i % c.width(), i / c.width()));
                assertThat(difference).as(name).isLessThanOrEqualTo(1);
                others += difference;
                all++;
            }
        }
        assertThat(others).as(name).isLessThan(all / 200);
    }

    private static List<Picture> oneByOne(List<Picture> inputs, PictureFormat to) {
        List<Picture> outputs = inputs.stream().map(input -> TestFormats.blank(to)).toList();
        try (TorchModule module = TorchModule.load(SOURCE, false, "cpu", 1); TensorScope scope = module.newScope()) {
            PictureFormat from = inputs.get(0).format();
            module.call(scope, "group", inputs.stream().map(picture -> scope.bytes(picture.bytes())).toList(),
                    outputs.stream().map(picture -> scope.bytes(picture.bytes())).toList(), PictureLayout.of(from),
                    PictureLayout.of(to), ColorMatrix.beforeNetwork(from.colorimetry(), to.colorimetry()),
                    ColorMatrix.behindNetwork(from.colorimetry(), to.colorimetry()),
                    ColorMatrix.lumaWeights(from.colorimetry(), to.colorimetry()), List.of());
        }
        return outputs;
    }

    /** In two groups, of three frames (which are computed in two steps) and of two. */
    private static List<Picture> atOnce(List<Picture> inputs, PictureFormat to) {
        List<Picture> outputs = new ArrayList<>();
        try (TorchModule module = TorchModule.load(SOURCE, false, "cpu", 1); TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            try (LayersBySize layers = new LayersBySize(module)) {
                GroupAtOnce group = new GroupAtOnce(module, format, layers, Optional.empty(), () -> { });
                List<Tensor> state = upscale(module, scope, group, inputs.subList(0, 3), List.of(), outputs);
                upscale(module, scope, group, inputs.subList(3, FRAMES), state, outputs);
            }
        }
        return outputs;
    }

    private static List<Tensor> upscale(TorchModule module, TensorScope scope, GroupAtOnce group, List<Picture> inputs,
            List<Tensor> state, List<Picture> outputs) {
        PictureFormat to = group.format().to();
        int row = Math.toIntExact(to.size() + 7) / 8 * 8;
        ByteBuffer written = ByteBuffer.allocateDirect(inputs.size() * row);
        Tensor rows = module.call(scope, "rows", scope.bytes(written), inputs.size()).get(0);
        return group.upscale(scope, rows(scope, module, inputs), rows, inputs.size(), 0, state,
                t -> outputs.add(new Picture(to, written.slice(t * row, row))));
    }

    static Tensor rows(TensorScope scope, TorchModule module, List<Picture> inputs) {
        int size = Math.toIntExact(inputs.get(0).format().size());
        ByteBuffer all = ByteBuffer.allocateDirect(inputs.size() * size);
        inputs.forEach(picture -> all.put(picture.bytes().duplicate().limit(picture.bytes().position() + size)));
        return module.call(scope, "rows", scope.bytes(all.flip()), inputs.size()).get(0);
    }
}
