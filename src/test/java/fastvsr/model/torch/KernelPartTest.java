package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.ElementType;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.PictureFormat.ChromaSite;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.TestFormats;
import fastvsr.model.natives.CudaKernels;
import fastvsr.model.natives.HostKernels;
import fastvsr.model.natives.Kernels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole groups by kernels, against the pages that do the same by libtorch's operators. */
class KernelPartTest {
    private static final int WIDTH = 36;
    private static final int HEIGHT = 20;
    private static final int FRAMES = 5;

    /** A format for frames of a size. */
    private interface Format {
        PictureFormat of(int width, int height);
    }

    private static Stream<Format> formats() {
        return Stream.of(TestFormats::i420, (w, h) -> TestFormats.nv12(w, h, Colorimetry.BT709), KernelPartTest::nv21,
                (w, h) -> TestFormats.planar(w, h, 2, 1, 3, Colorimetry.BT709, ChromaSite.CENTRE),
                (w, h) -> TestFormats.planar(w, h, 1, 1, 0, Colorimetry.BT601, ChromaSite.LEFT),
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
    void a_group_by_kernels_gives_the_pictures_of_the_page(Format format) {
        PictureFormat from = format.of(WIDTH, HEIGHT);
        PictureFormat to = format.of(from.width() * 4, from.height() * 4);
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(from, t / 4)).toList();

        List<Picture> exact = oneByOne(inputs, to, ElementType.F32);
        List<Picture> page = oneByOne(inputs, to, ElementType.F16);
        List<Picture> kernels = atOnce(inputs, to, "cpu", Optional.of(new HostKernels(1)));

        for (int t = 0; t < FRAMES; t++) {
            Difference rounding = Difference.between(exact.get(t), page.get(t));
            Difference difference = Difference.between(exact.get(t), kernels.get(t));
            assertThat(difference.mean()).as("frame " + t).isLessThan(rounding.mean() + 0.01);
            assertThat(difference.most()).as("frame " + t).isLessThan(2 * rounding.most() + 2);
        }
    }

    /**
     * How far the codes of two pictures lie apart.
     *
     * @param most of any sample
     * @param mean of all
     */
    private record Difference(int most, double mean) {
        static Difference between(Picture expected, Picture actual) {
            int[] all = expected.format().components().stream().flatMapToInt(c -> IntStream.range(0, c.width() * c.height())
                    .map(i -> Math.abs(TestFormats.get(expected, c, i % c.width(), i / c.width())
                            - TestFormats.get(actual, c, i % c.width(), i / c.width())))).toArray();
            return new Difference(IntStream.of(all).max().orElseThrow(), IntStream.of(all).average().orElseThrow());
        }
    }

    @Test
    void the_result_does_not_depend_on_how_many_threads_share_a_block() {
        PictureFormat from = TestFormats.i420(WIDTH, HEIGHT);
        PictureFormat to = TestFormats.i420(4 * WIDTH, 4 * HEIGHT);
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(from, t / 2)).toList();

        List<Picture> one = atOnce(inputs, to, "cpu", Optional.of(new HostKernels(1)));
        List<Picture> seven = atOnce(inputs, to, "cpu", Optional.of(new HostKernels(7)));

        for (int t = 0; t < FRAMES; t++) {
            assertThat(Difference.between(one.get(t), seven.get(t))).isEqualTo(new Difference(0, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_gpu_gives_the_same_pictures_by_kernels_and_by_the_page(Format format) {
        assumeTrue(TorchEngine.has("CUDA"), "no GPU");
        PictureFormat from = format.of(WIDTH, HEIGHT);
        PictureFormat to = format.of(from.width() * 4, from.height() * 4);
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(from, t / 4)).toList();

        List<Picture> exact = oneByOne(inputs, to, ElementType.F32);
        List<Picture> page = atOnce(inputs, to, "cuda:0", Optional.empty());
        List<Picture> kernels = atOnce(inputs, to, "cuda:0", Optional.of(CudaKernels.on(0)));

        for (int t = 0; t < FRAMES; t++) {
            Difference rounding = Difference.between(exact.get(t), page.get(t));
            Difference difference = Difference.between(exact.get(t), kernels.get(t));
            assertThat(difference.mean()).as("frame " + t).isLessThan(rounding.mean() + 0.01);
            assertThat(difference.most()).as("frame " + t).isLessThan(2 * rounding.most() + 2);
        }
    }

    private static NetworkSource source(ElementType type, boolean isCuda) {
        List<String> pages = List.of(Preset.PAGE, "frames", "batch", "kernels");
        return new NetworkSource(pages.stream().map(NetworkPage::load).toList(), Map.of("fused", isCuda ? 1 : 0),
                RandomWeights.of(Preset.NANO, 4).as(type));
    }

    private static List<Picture> oneByOne(List<Picture> inputs, PictureFormat to, ElementType type) {
        List<Picture> outputs = inputs.stream().map(input -> TestFormats.blank(to)).toList();
        try (TorchModule module = TorchModule.load(source(type, false), false, "cpu", 1); TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            module.call(scope, "group", inputs.stream().map(picture -> scope.bytes(picture.bytes())).toList(),
                    outputs.stream().map(picture -> scope.bytes(picture.bytes())).toList(), format.layout(), format.outputLayout(),
                    format.before(), format.behind(), format.lumaWeights(), List.of());
        }
        return outputs;
    }

    /** In two groups, of three frames (which are computed in two steps) and of two. */
    private static List<Picture> atOnce(List<Picture> inputs, PictureFormat to, String device, Optional<Kernels> kernels) {
        List<Picture> outputs = new ArrayList<>();
        try (TorchModule module = TorchModule.load(source(ElementType.F16, device.equals("cuda:0")), false, device, 1);
                TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            try (LayersBySize layers = new LayersBySize(module)) {
                GroupAtOnce group = new GroupAtOnce(module, format, layers, kernels, () -> { });
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
        ByteBuffer read = ByteBuffer.allocateDirect(inputs.size() * Math.toIntExact(inputs.get(0).format().size()));
        inputs.forEach(picture -> read.put(picture.bytes().slice(picture.bytes().position(), read.capacity() / inputs.size())));
        Tensor in = module.call(scope, "rows", scope.bytes(read.flip()), inputs.size()).get(0);
        Tensor out = module.call(scope, "rows", scope.bytes(ByteBuffer.allocateDirect(inputs.size() * row)), inputs.size()).get(0);
        List<Tensor> next = group.upscale(scope, in, out, inputs.size(), 0, state, t -> { });
        ByteBuffer written = ByteBuffer.allocateDirect(inputs.size() * row);
        float[] codes = out.floats();
        IntStream.range(0, codes.length).forEach(i -> written.put(i, (byte) codes[i]));
        IntStream.range(0, inputs.size()).forEach(t -> outputs.add(new Picture(to, written.slice(t * row, row))));
        return next;
    }
}
