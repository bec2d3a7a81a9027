package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.PictureFormat.ChromaSite;
import fastvsr.model.torch.TorchSuperResolver;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw pictures in, raw pictures out, through the untrained network, which interpolates. */
class PicturesTest {
    private static final Colorimetry FULL_709 = new Colorimetry(Colorimetry.Model.YCBCR, 0.2126, 0.0722, true);
    private static final Colorimetry STUDIO_RGB = new Colorimetry(Colorimetry.Model.RGB, 0.2126, 0.0722, false);

    private static final Colorimetry BT2020 = new Colorimetry(Colorimetry.Model.YCBCR, 0.2627, 0.0593, false);

    private static SuperResolver resolver;

    /** A family of formats: its name and the format of a size. */
    private record Format(String name, BiFunction<Integer, Integer, PictureFormat> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Format I420 = new Format("I420", TestFormats::i420);
    private static final Format NV12 = new Format("NV12 of BT.709", (w, h) -> TestFormats.nv12(w, h, Colorimetry.BT709));
    private static final Format JPEG = new Format("I420, full range, centred, long rows",
            (w, h) -> TestFormats.planar(w, h, 2, 2, 13, FULL_709, ChromaSite.CENTRE));
    private static final Format COSITED = new Format("I420, cosited both ways",
            (w, h) -> TestFormats.planar(w, h, 2, 2, 0, Colorimetry.BT709, new ChromaSite(true, true)));
    private static final Format Y42B = new Format("Y42B",
            (w, h) -> TestFormats.planar(w, h, 2, 1, 0, Colorimetry.BT601, ChromaSite.LEFT));
    private static final Format Y444 = new Format("Y444",
            (w, h) -> TestFormats.planar(w, h, 1, 1, 3, Colorimetry.BT601, ChromaSite.LEFT));
    private static final Format GRAY8 = new Format("GRAY8", TestFormats::gray);
    private static final Format P010 = new Format("P010", TestFormats::p010);
    private static final Format I420_10 = new Format("I420_10LE of BT.2020",
            (w, h) -> TestFormats.deep(w, h, 2, 2, 10, BT2020));
    private static final Format I422_12 = new Format("I422_12LE, full range",
            (w, h) -> TestFormats.deep(w, h, 2, 1, 12, FULL_709));
    private static final Format Y444_16 = new Format("Y444_16LE", (w, h) -> TestFormats.deep(w, h, 1, 1, 16, BT2020));
    private static final Format RGB = packed("RGB", 3, 0, 1, 2);
    private static final Format BGR = packed("BGR", 3, 2, 1, 0);
    private static final Format RGBX = packed("RGBx", 4, 0, 1, 2);
    private static final Format BGRX = packed("BGRx", 4, 2, 1, 0);
    private static final Format XRGB = packed("xRGB", 4, 1, 2, 3);
    private static final Format STUDIO = new Format("RGB of limited range",
            (w, h) -> TestFormats.packed(w, h, STUDIO_RGB, 3, 0, 1, 2));

    private static Format packed(String name, int pixelBytes, int... places) {
        return new Format(name, (w, h) -> TestFormats.packed(w, h, Colorimetry.SRGB, pixelBytes, places));
    }

    static Stream<Arguments> conversions() {
        Stream<Format> same = Stream.of(I420, NV12, JPEG, COSITED, Y42B, Y444, GRAY8, P010, I420_10, I422_12, Y444_16,
                RGB, BGR, RGBX, BGRX, XRGB, STUDIO);
        return Stream.concat(same.map(format -> Arguments.of(format, format)), Stream.of(
                Arguments.of(NV12, RGB), Arguments.of(BGRX, NV12), Arguments.of(NV12, I420), Arguments.of(JPEG, P010),
                Arguments.of(RGB, Y42B), Arguments.of(GRAY8, I420), Arguments.of(I420, GRAY8), Arguments.of(Y444, JPEG),
                Arguments.of(I420_10, NV12), Arguments.of(P010, I422_12), Arguments.of(RGB, Y444_16), Arguments.of(I420_10, STUDIO)));
    }

    @BeforeAll
    static void open() {
        resolver = TorchSuperResolver.open(new ModelSpec("untrained", Preset.PAGE, 4, 1, 0), Preset.NANO.untrained(3), "cpu", 2);
    }

    @AfterAll
    static void close() {
        resolver.close();
    }

    private static Picture upscale(Picture input, PictureFormat to) {
        Picture output = TestFormats.blank(to);
        resolver.reset();
        resolver.upscale(List.of(input), List.of(output));
        return output;
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("conversions")
    void every_sample_is_within_one_code_of_double_precision(Format in, Format out) {
        for (int[] size : new int[][] {{48, 32}, {37, 21}, {1, 1}, {2, 3}}) {
            Picture input = TestFormats.noise(in.of.apply(size[0], size[1]), 5);
            PictureFormat to = out.of.apply(4 * size[0], 4 * size[1]);

            compare(new CubicReference(input, to), upscale(input, to), in + " to " + out + " " + size[0] + "x" + size[1]);
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("conversions")
    void every_sample_of_any_size_is_within_one_code_of_double_precision(Format in, Format out) {
        for (int[] size : new int[][] {{48, 32, 96, 64}, {48, 32, 121, 33}, {37, 21, 37, 84}, {37, 21, 148, 21}, {2, 3, 3, 7}}) {
            Picture input = TestFormats.noise(in.of.apply(size[0], size[1]), 5);
            PictureFormat to = out.of.apply(size[2], size[3]);

            compare(new CubicReference(input, to), upscale(input, to), in + " to " + out + " " + Arrays.toString(size));
        }
    }

    private static void compare(CubicReference reference, Picture output, String what) {
        double worst = 0;
        List<Component> components = output.format().components();
        for (int i = 0; i < components.size(); i++) {
            Component c = components.get(i);
            for (int y = 0; y < c.height(); y++) {
                for (int x = 0; x < c.width(); x++) {
                    worst = Math.max(worst, Math.abs(TestFormats.get(output, c, x, y) - reference.code(i, x, y)));
                }
            }
        }
        assertThat(worst).as(what).isLessThan(0.52);
    }

    @Test
    void bytes_between_rows_are_left_alone() {
        Picture output = upscale(TestFormats.noise(JPEG.of.apply(20, 10), 1), JPEG.of.apply(80, 40));

        Component luma = output.format().components().get(0);
        int behindFirstRow = output.bytes().position() + luma.offset() + luma.width();
        assertThat(output.bytes().get(behindFirstRow)).isEqualTo((byte) 77);
        assertThat(output.bytes().get(0)).isEqualTo((byte) 77);
    }

    @Test
    void unused_bytes_of_pixels_are_opaque() {
        Picture output = upscale(TestFormats.noise(BGRX.of.apply(20, 10), 1), BGRX.of.apply(80, 40));

        assertThat(output.bytes().get(output.bytes().position() + 3)).isEqualTo((byte) 255);
        assertThat(output.bytes().get(output.bytes().limit() - 4)).isEqualTo((byte) 255);
    }

    @Test
    void alpha_is_interpolated_and_opaque_where_there_was_none() {
        Format rgba = packed("RGBA", 4, 0, 1, 2, 3);
        Picture input = TestFormats.noise(rgba.of.apply(20, 10), 1);
        Component alpha = input.format().components().get(3);

        Picture output = upscale(input, rgba.of.apply(80, 40));
        Picture opaque = upscale(TestFormats.noise(RGB.of.apply(20, 10), 1), rgba.of.apply(80, 40));

        Component enlarged = output.format().components().get(3);
        assertThat(TestFormats.get(output, enlarged, 0, 0)).isEqualTo(TestFormats.get(input, alpha, 0, 0));
        double between = (9 * TestFormats.get(input, alpha, 4, 0) + 7 * TestFormats.get(input, alpha, 5, 0)) / 16.0;
        assertThat((double) TestFormats.get(output, enlarged, 19, 0)).isBetween(between - 4, between + 4);
        assertThat(TestFormats.get(opaque, enlarged, 33, 17)).isEqualTo(255);
    }
}
