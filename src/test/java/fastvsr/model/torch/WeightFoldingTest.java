package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.WeightFolding;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The two foldings of FastVSR are exact: the network page with folded weights gives what the unfolded network gives.
 *
 * <p>Encoder, unfolded: the frame, surrounded by zeros, is interpolated to twice its size (bilinear, pixels as squares), then
 * come three layers of 3x3 with stride 2. Folded: {@code encode0} with stride 1 on the frame itself; {@code encode1} and
 * {@code encode2} are the same in both.
 *
 * <p>Decoder, unfolded: pixel shuffle of C channels, copies of what is left until there are C channels again, a layer of 3x3 on
 * the large grid. Folded: {@code detail} on the small grid, pixel shuffle in {@code planes}.
 */
class WeightFoldingTest {
    private static final int WIDTH = 11;
    private static final int HEIGHT = 7;
    private static final NetworkPage UNFOLDED = new NetworkPage("unfolded", """
            def interpolated_layer(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
              x = torch.constant_pad_nd(x, [1, 1, 1, 1], 0.)
              large = torch.upsample_bilinear2d(x, [2 * x.size(2), 2 * x.size(3)], False, None)
              return torch.relu(torch.conv2d(large[:, :, 1:-2, 1:-2], w, b, [2, 2], [0, 0], [1, 1], 1))

            def replicated_layer(self, x: Tensor, w: Tensor, b: Tensor, times: int) -> Tensor:
              large = torch.pixel_shuffle(x, times)
              return torch.conv2d(torch.repeat(large, [1, times * times, 1, 1]), w, b, [1, 1], [1, 1], [1, 1], 1)
            """);

    private final Random random = new Random(12);

    @Test
    void interpolation_folds_into_the_first_layer_of_the_encoder() {
        HostTensor trained = noise(16, 3, 3, 3);
        HostTensor bias = noise(16);

        try (TorchModule module = module(); TensorScope scope = module.newScope()) {
            Tensor x = scope.of(noise(1, 3, HEIGHT, WIDTH));
            float[] unfolded = module.call(scope, "interpolated_layer", x, scope.of(trained), scope.of(bias)).get(0).floats();
            float[] folded = module.call(scope, "conv_relu", x, scope.of(WeightFolding.interpolation(trained)), scope.of(bias), 1)
                    .get(0).floats();

            assertThat(unfolded).hasSize(16 * HEIGHT * WIDTH);
            assertThat(worst(unfolded, folded)).isLessThan(1e-5);
        }
    }

    @Test
    void the_other_two_layers_make_it_an_encoder_of_factor_eight_on_the_interpolated_frame() {
        HostTensor trained = noise(16, 3, 3, 3);
        HostTensor bias = noise(16);
        HostTensor second = noise(32, 16, 3, 3);
        HostTensor third = noise(64, 32, 3, 3);

        try (TorchModule module = module(); TensorScope scope = module.newScope()) {
            Tensor x = scope.of(noise(1, 3, 16, 24));
            Tensor near = module.call(scope, "conv_relu", x, scope.of(WeightFolding.interpolation(trained)), scope.of(bias), 1).get(0);
            Tensor middle = module.call(scope, "conv_relu", near, scope.of(second), scope.of(noise(32)), 2).get(0);
            Tensor latent = module.call(scope, "conv_relu", middle, scope.of(third), scope.of(noise(64)), 2).get(0);

            assertThat(latent.shape()).containsExactly(1, 64, 2 * 16 / 8, 2 * 24 / 8);
        }
    }

    @Test
    void every_layer_on_the_frame_is_the_folded_form_of_one_on_the_interpolated_frame() {
        float[][] unit = IntStream.range(0, 9).mapToObj(i -> {
            float[] one = new float[9];
            one[i] = 1;
            return WeightFolding.interpolation(HostTensor.of(one, 1, 1, 3, 3)).floats();
        }).toArray(float[][]::new);

        assertThat(Math.abs(determinant(unit))).isGreaterThan(1e-6);
    }

    @Test
    void pixel_shuffle_and_copies_fold_into_the_output_layer() {
        int channels = 32;
        HostTensor luma = noise(1, channels, 3, 3);
        HostTensor chroma = noise(2, channels, 3, 3);
        HostTensor foldedLuma = WeightFolding.shuffle(WeightFolding.replication(luma, 16), 4);
        HostTensor foldedChroma = WeightFolding.shuffle(WeightFolding.replication(chroma, 4), 2);

        try (TorchModule module = module(); TensorScope scope = module.newScope()) {
            Tensor x = scope.of(noise(1, channels, HEIGHT, WIDTH));
            float[] largeLuma = module.call(scope, "replicated_layer", x, scope.of(luma), scope.of(zeros(1)), 4).get(0).floats();
            float[] largeChroma = module.call(scope, "replicated_layer", x, scope.of(chroma), scope.of(zeros(2)), 2).get(0).floats();
            Tensor cells = module.call(scope, "conv", x, scope.of(joined(foldedLuma, foldedChroma)), scope.of(zeros(24))).get(0);
            List<Tensor> planes = module.call(scope, "planes", cells, HEIGHT, WIDTH);

            assertThat(largeLuma).hasSize(16 * HEIGHT * WIDTH);
            assertThat(worst(largeLuma, planes.get(0).floats())).isLessThan(1e-4);
            assertThat(worst(largeChroma, planes.get(1).floats())).isLessThan(1e-4);
        }
    }

    @Test
    void what_cannot_be_folded_is_refused() {
        assertThatThrownBy(() -> WeightFolding.interpolation(noise(4, 3, 5, 5))).hasMessageContaining("[4, 3, 5, 5]");
        assertThatThrownBy(() -> WeightFolding.replication(noise(1, 6, 3, 3), 4)).hasMessageContaining("6").hasMessageContaining("4");
    }

    private static TorchModule module() {
        NetworkSource source = new NetworkSource(List.of(NetworkPage.load(Preset.PAGE), UNFOLDED), Map.of("fused", 0),
                new Weights(Map.of(), Preset.NANO.untrained(1).tensors()));
        return TorchModule.load(source, false, "cpu", 1);
    }

    private HostTensor noise(int... shape) {
        float[] values = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return HostTensor.of(values, shape);
    }

    private static HostTensor zeros(int count) {
        return HostTensor.of(new float[count], count);
    }

    /** Luma first, then chroma, as {@code detail_w} holds them. */
    private static HostTensor joined(HostTensor luma, HostTensor chroma) {
        float[] first = luma.floats();
        float[] second = chroma.floats();
        float[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return HostTensor.of(all, 24, luma.shape().get(1), 3, 3);
    }

    private static double worst(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
    }

    private static double determinant(float[][] rows) {
        double product = 1;
        double[][] m = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows.length; k++) {
                m[i][k] = rows[i][k];
            }
        }
        for (int i = 0; i < m.length; i++) {
            product *= m[i][i]; // the diagonal is the largest share everywhere, so no rows need to change places
            for (int r = i + 1; r < m.length; r++) {
                double share = m[r][i] / m[i][i];
                for (int k = i; k < m.length; k++) {
                    m[r][k] -= share * m[i][k];
                }
            }
        }
        return product;
    }
}
