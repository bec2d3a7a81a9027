package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.ColorMatrix;
import fastvsr.model.Colorimetry;
import fastvsr.model.ElementType;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.TestFormats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of GPUs, on the CPU. */
class HalfPrecisionTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 12, 16})
    void deep_pictures_keep_eleven_bits(int depth) {
        PictureFormat small = TestFormats.deep(16, 8, 2, 2, depth, Colorimetry.BT709);
        Picture input = TestFormats.flat(small, (1 << depth) * 3 / 4 + 1);
        Picture output = TestFormats.blank(TestFormats.deep(64, 32, 2, 2, depth, Colorimetry.BT709));

        upscale(input, output);

        for (int component = 0; component < 3; component++) {
            int code = TestFormats.get(output, output.format().components().get(component), 7, 5);
            assertThat((double) code / (1 << depth)).as("component " + component).isBetween(0.75 - 0.0006, 0.75 + 0.0016);
        }
    }

    private static void upscale(Picture input, Picture output) {
        var pages = List.of(NetworkPage.load(Preset.PAGE), NetworkPage.load("frames"));
        var halves = new NetworkSource(pages, Map.of("fused", 0), Preset.NANO.untrained(3).as(ElementType.F16));
        Colorimetry colors = input.format().colorimetry();
        try (var module = TorchModule.load(halves, false, "cpu", 1); var scope = module.newScope()) {
            module.call(scope, "group", List.of(scope.bytes(input.bytes())), List.of(scope.hostBytes(output.bytes())),
                    PictureLayout.of(input.format()), PictureLayout.of(output.format()),
                    ColorMatrix.beforeNetwork(colors, colors), ColorMatrix.behindNetwork(colors, colors),
                    ColorMatrix.lumaWeights(colors, colors), List.of());
        }
    }
}
