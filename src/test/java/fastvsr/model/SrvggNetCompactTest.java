package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real-ESRGAN's compact networks compute what their definition says, and others are refused by the tensor's name. */
class SrvggNetCompactTest {
    private static final int WIDTH = 13;
    private static final int HEIGHT = 9;
    private static final int FEATURES = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void luma_and_chroma_are_those_of_the_chain_plus_the_nearest_neighbours(int convolutions) throws IOException {
        Map<String, HostTensor> tensors = CompactWeights.tensors(FEATURES, convolutions, 7);
        PictureFormat from = TestFormats.planar(WIDTH, HEIGHT, 1, 1, 0, Colorimetry.BT709, PictureFormat.ChromaSite.CENTRE);
        PictureFormat to = TestFormats.planar(4 * WIDTH, 4 * HEIGHT, 2, 2, 0, Colorimetry.BT709, PictureFormat.ChromaSite.CENTRE);
        Picture input = TestFormats.noise(from, 3);
        Picture output = TestFormats.blank(to);

        try (SuperResolver resolver = Models.open(CompactWeights.write(folder.resolve("c.safetensors"), tensors).toString(),
                "cpu", 2)) {
            resolver.upscale(List.of(input), List.of(output));
        }

        double[][] rgb = network(tensors, convolutions, rgb(input));
        for (int y = 0; y < 4 * HEIGHT; y++) {
            for (int x = 0; x < 4 * WIDTH; x++) {
                assertThat(code(output, 0, x, y)).isBetween(within(16 + 219 * luma(rgb, x, y), -0.51),
                        within(16 + 219 * luma(rgb, x, y), 0.51));
            }
        }
        for (int y = 0; y < 2 * HEIGHT; y++) {
            for (int x = 0; x < 2 * WIDTH; x++) {
                double blue = 128 + 224 * chroma(rgb, x, y);
                assertThat(code(output, 1, x, y)).isBetween(within(blue, -0.51), within(blue, 0.51));
            }
        }
    }

    @Test
    void a_missing_layer_is_named_as_the_file_names_it() throws IOException {
        Map<String, HostTensor> tensors = CompactWeights.tensors(FEATURES, 3, 7);
        tensors.remove("body.5.weight");

        assertRefused(tensors, "\"body.5.weight\"", "found nothing");
    }

    @Test
    void a_layer_of_another_width_is_named_with_both_shapes() throws IOException {
        Map<String, HostTensor> tensors = CompactWeights.tensors(FEATURES, 3, 7);
        tensors.put("body.4.bias", HostTensor.of(new float[] {1, 2}, 2));

        assertRefused(tensors, "\"body.4.bias\"", "[8] like body.2.bias", "[2]");
    }

    @Test
    void a_network_of_another_scale_and_tensors_nobody_knows_are_refused() throws IOException {
        Map<String, HostTensor> twice = CompactWeights.tensors(FEATURES, 3, 7);
        twice.put("body.8.weight", HostTensor.of(new float[12 * FEATURES * 9], 12, FEATURES, 3, 3));
        Map<String, HostTensor> more = CompactWeights.tensors(FEATURES, 3, 7);
        more.put("head.weight", HostTensor.of(new float[] {1}, 1));

        assertRefused(twice, "\"last_w\"", "(48, 8, 3, 3)", "(12, 8, 3, 3)");
        assertRefused(more, "\"head.weight\"", "no tensor of this name");
    }

    private void assertRefused(Map<String, HostTensor> tensors, String... words) throws IOException {
        String file = CompactWeights.write(folder.resolve("c.safetensors"), tensors).toString();

        assertThatThrownBy(() -> Models.open(file, "cpu", 1).close()).isInstanceOf(ModelException.class)
                .hasMessageContainingAll(words);
    }

    private static double within(double value, double tolerance) {
        return Math.max(0, Math.min(255, value)) + tolerance;
    }

    private static double code(Picture picture, int c, int x, int y) {
        Component component = picture.format().components().get(c);
        return picture.bytes().get(picture.bytes().position() + component.offset() + y * component.rowStride() + x) & 0xff;
    }

    /** R'G'B' planes of a BT.709 picture of limited range. */
    private static double[][] rgb(Picture picture) {
        double[][] rgb = new double[3][WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            double luma = (code(picture, 0, i % WIDTH, i / WIDTH) - 16) / 219;
            double blue = luma + 1.8556 * (code(picture, 1, i % WIDTH, i / WIDTH) - 128) / 224;
            double red = luma + 1.5748 * (code(picture, 2, i % WIDTH, i / WIDTH) - 128) / 224;
            double green = (luma - 0.2126 * red - 0.0722 * blue) / 0.7152;
            rgb[0][i] = Math.max(0, Math.min(1, red));
            rgb[1][i] = Math.max(0, Math.min(1, green));
            rgb[2][i] = Math.max(0, Math.min(1, blue));
        }
        return rgb;
    }

    private static double luma(double[][] rgb, int x, int y) {
        int at = y * 4 * WIDTH + x;
        return 0.2126 * rgb[0][at] + 0.7152 * rgb[1][at] + 0.0722 * rgb[2][at];
    }

    private static double chroma(double[][] rgb, int x, int y) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            int column = 2 * x + i % 2;
            int row = 2 * y + i / 2;
            sum += (rgb[2][row * 4 * WIDTH + column] - luma(rgb, column, row)) / 1.8556;
        }
        return sum / 4;
    }

    /** The network by its definition: small RGB planes to planes of four times the size. */
    private static double[][] network(Map<String, HostTensor> tensors, int convolutions, double[][] rgb) {
        double[][] x = rgb;
        int last = 2 * convolutions + 2;
        for (int layer = 0; layer < last; layer += 2) {
            x = convolution(x, tensors.get("body." + layer + ".weight"), tensors.get("body." + layer + ".bias"));
            float[] slopes = tensors.get("body." + (layer + 1) + ".weight").floats();
            for (int c = 0; c < x.length; c++) {
                for (int i = 0; i < x[c].length; i++) {
                    x[c][i] *= x[c][i] < 0 ? slopes[c] : 1;
                }
            }
        }
        return shuffled(convolution(x, tensors.get("body." + last + ".weight"), tensors.get("body." + last + ".bias")), rgb);
    }

    private static double[][] shuffled(double[][] cells, double[][] rgb) {
        double[][] large = new double[3][16 * WIDTH * HEIGHT];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < large[c].length; i++) {
                int column = i % (4 * WIDTH);
                int row = i / (4 * WIDTH);
                int small = row / 4 * WIDTH + column / 4;
                large[c][i] = cells[16 * c + row % 4 * 4 + column % 4][small] + rgb[c][small];
            }
        }
        return large;
    }

    private static double[][] convolution(double[][] x, HostTensor weight, HostTensor bias) {
        float[] w = weight.floats();
        float[] b = bias.floats();
        double[][] sums = new double[b.length][WIDTH * HEIGHT];
        for (int i = 0; i < b.length * WIDTH * HEIGHT * x.length * 9; i++) {
            int tap = i % 9;
            int in = i / 9 % x.length;
            int place = i / 9 / x.length % (WIDTH * HEIGHT);
            int out = i / 9 / x.length / (WIDTH * HEIGHT);
            int column = place % WIDTH + tap % 3 - 1;
            int row = place / WIDTH + tap / 3 - 1;
            if (column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT) {
                sums[out][place] += w[(out * x.length + in) * 9 + tap] * x[in][row * WIDTH + column];
            }
        }
        for (int out = 0; out < b.length; out++) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                sums[out][i] += b[out];
            }
        }
        return sums;
    }
}
