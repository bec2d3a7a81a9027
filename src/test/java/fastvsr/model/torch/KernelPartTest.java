package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.ElementType;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.TestFormats;
import fastvsr.model.cuda.HostKernels;
import fastvsr.model.cuda.Kernels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels for GPUs, compiled for the CPU, against the page that does the same by libtorch's operators. */
class KernelPartTest {
    private static final int WIDTH = 36;
    private static final int HEIGHT = 20;
    private static final int FRAMES = 5;

    private interface Format {
        PictureFormat of(int width, int height);
    }

    private static Stream<Format> formats() {
        return Stream.of(TestFormats::i420, (w, h) -> TestFormats.nv12(w, h, Colorimetry.BT709),
                TestFormats::p010, (w, h) -> TestFormats.deep(w, h, 2, 2, 10, Colorimetry.BT709), TestFormats::gray,
                (w, h) -> TestFormats.packed(w, h, Colorimetry.SRGB, 4, 0, 1, 2),
                (w, h) -> w == WIDTH ? TestFormats.i420(w - 1, h - 1) : TestFormats.i420(w, h));
    }

    private static NetworkSource source(ElementType type) {
        return new NetworkSource(Stream.of(Preset.PAGE, "frames", "batch", "kernels").map(NetworkPage::load).toList(),
                Map.of("fused", 0), RandomWeights.of(Preset.NANO, 4).as(type));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_group_by_kernels_gives_the_pictures_of_the_page(Format format) {
        PictureFormat from = format.of(WIDTH, HEIGHT);
        PictureFormat to = format.of(from.width() * 4, from.height() * 4);
        List<Picture> inputs = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(from, t / 2)).toList();

        List<Picture> expected = upscale(inputs, to, ElementType.F32, Optional.empty());
        List<Picture> halves = oneByOne(inputs, to);
        List<Picture> kernels = upscale(inputs, to, ElementType.F16, Optional.of(new HostKernels(1)));

        for (int t = 0; t < FRAMES; t++) {
            report(expected.get(t), halves.get(t), "halves " + t);
            report(expected.get(t), kernels.get(t), "kernels " + t);
        }
    }

    private static void report(Picture expected, Picture actual, String name) {
        long most = 0;
        long others = 0;
        long all = 0;
        for (Component c : expected.format().components()) {
            for (int i = 0; i < c.width() * c.height(); i++) {
                int difference = Math.abs(TestFormats.get(expected, c, i % c.width(), i / c.width())
                        - TestFormats.get(actual, c, i % c.width(), i / c.width()));
                most = Math.max(most, difference);
                others += difference;
                all++;
            }
        }
        System.out.println(name + " most " + most + " mean " + (double) others / all);
    }

    private static List<Picture> upscale(List<Picture> inputs, PictureFormat to, ElementType type, Optional<Kernels> kernels) {
        List<Picture> outputs = new ArrayList<>();
        try (TorchModule module = TorchModule.load(source(type), false, "cpu", 1); TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            try (GroupAtOnce group = new GroupAtOnce(module, format, kernels, () -> { })) {
                List<Tensor> state = upscale(module, scope, group, inputs.subList(0, 3), List.of(), outputs);
                upscale(module, scope, group, inputs.subList(3, FRAMES), state, outputs);
            }
        }
        return outputs;
    }

    private static List<Picture> oneByOne(List<Picture> inputs, PictureFormat to) {
        List<Picture> outputs = inputs.stream().map(input -> TestFormats.blank(to)).toList();
        try (TorchModule module = TorchModule.load(source(ElementType.F16), false, "cpu", 1); TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            module.call(scope, "group", inputs.stream().map(picture -> scope.bytes(picture.bytes())).toList(),
                    outputs.stream().map(picture -> scope.bytes(picture.bytes())).toList(), format.layout(), format.outputLayout(),
                    format.before(), format.behind(), format.lumaWeights(), List.of());
        }
        return outputs;
    }

    private static List<Tensor> upscale(TorchModule module, TensorScope scope, GroupAtOnce group, List<Picture> inputs,
            List<Tensor> state, List<Picture> outputs) {
        PictureFormat to = group.format().to();
        int row = Math.toIntExact(to.size() + 7) / 8 * 8;
        ByteBuffer written = ByteBuffer.allocateDirect(inputs.size() * row);
        Tensor rows = module.call(scope, "rows", scope.bytes(written), inputs.size()).get(0);
        return group.upscale(scope, rows(scope, module, inputs), rows, inputs.size(), state,
                t -> outputs.add(new Picture(to, written.slice(t * row, row))));
    }

    private static Tensor rows(TensorScope scope, TorchModule module, List<Picture> inputs) {
        int size = Math.toIntExact(inputs.get(0).format().size());
        ByteBuffer all = ByteBuffer.allocateDirect(inputs.size() * size);
        inputs.forEach(picture -> all.put(picture.bytes().duplicate().limit(picture.bytes().position() + size)));
        return module.call(scope, "rows", scope.bytes(all.flip()), inputs.size()).get(0);
    }
}
