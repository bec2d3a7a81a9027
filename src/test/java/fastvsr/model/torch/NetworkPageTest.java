package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import fastvsr.model.HostTensor;
import fastvsr.model.Machine;
import fastvsr.model.ModelException;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPageTest {
    private static final int WIDTH = 35;
    private static final int HEIGHT = 22;
    private static final List<NetworkPage> PAGES = List.of(NetworkPage.load(Preset.PAGE));

    private static TorchModule module(int fused, Weights weights) {
        return TorchModule.load(new NetworkSource(PAGES, Map.of("fused", fused), weights), false, "cpu", 2);
    }

    private static float[] frames(int count) {
        Random random = new Random(8);
        float[] values = new float[count * 3 * WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.4 + 0.3 * Math.sin(i * 0.2) + 0.1 * random.nextGaussian());
        }
        return values;
    }

    private static Tensor frames(TensorScope scope, int count) {
        return scope.floats(frames(count), count, 3, HEIGHT, WIDTH);
    }

    private static double worst(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    @Test
    void fused_operators_compute_what_the_plain_ones_compute() {
        Weights weights = RandomWeights.of(Preset.NANO, 4);

        try (TorchModule plain = module(0, weights); TorchModule fused = module(2, weights);
                TensorScope a = plain.newScope(); TensorScope b = fused.newScope()) {
            List<Tensor> expected = plain.call(a, "upscale", frames(a, 3), List.of());
            List<Tensor> actual = fused.call(b, "upscale", frames(b, 3), List.of());

            assertThat(worst(expected.get(0).floats(), actual.get(0).floats())).isLessThan(2e-4);
            assertThat(worst(expected.get(1).floats(), actual.get(1).floats())).isLessThan(2e-4);
            assertThat(expected.get(0).shape()).containsExactly(3, 1, 4 * HEIGHT, 4 * WIDTH);
            assertThat(expected.get(1).shape()).containsExactly(3, 2, 2 * HEIGHT, 2 * WIDTH);
        }
    }

    @Test
    void bfloat16_changes_features_a_little_and_interpolation_not_at_all() {
        assumeThat(Machine.multipliesBfloat16()).isTrue();
        Weights weights = RandomWeights.calm(Preset.NANO, 4);
        Weights silent = Preset.NANO.untrained(4);

        try (TorchModule exact = module(2, weights); TorchModule brief = module(3, weights);
                TorchModule exactSilent = module(2, silent); TorchModule briefSilent = module(3, silent);
                TensorScope scope = exact.newScope()) {
            float[] expected = exact.call(scope, "upscale", frames(scope, 3), List.of()).get(0).floats();
            float[] actual = brief.call(scope, "upscale", frames(scope, 3), List.of()).get(0).floats();

            assertThat(worst(expected, actual)).isBetween(1e-6, 0.02);
            assertThat(exactSilent.call(scope, "upscale", frames(scope, 1), List.of()).get(0).floats())
                    .isEqualTo(briefSilent.call(scope, "upscale", frames(scope, 1), List.of()).get(0).floats());
        }
    }

    @Test
    void results_do_not_depend_on_where_groups_end() {
        try (TorchModule module = module(2, RandomWeights.of(Preset.NANO, 5)); TensorScope scope = module.newScope()) {
            float[] together = module.call(scope, "upscale", frames(scope, 4), List.of()).get(0).floats();
            List<Float> apart = new ArrayList<>();
            List<Tensor> state = List.of();
            for (int t = 0; t < 4; t++) {
                float[] frame = java.util.Arrays.copyOfRange(frames(4), t * 3 * WIDTH * HEIGHT, (t + 1) * 3 * WIDTH * HEIGHT);
                List<Tensor> results = module.call(scope, "upscale", scope.floats(frame, 1, 3, HEIGHT, WIDTH), state);
                for (float value : results.get(0).floats()) {
                    apart.add(value);
                }
                state = results.subList(2, results.size());
            }

            for (int i = 0; i < together.length; i++) {
                assertThat(apart.get(i)).isEqualTo(together[i]);
            }
        }
    }

    @Test
    void the_past_matters_and_an_empty_state_forgets_it() {
        try (TorchModule module = module(2, RandomWeights.of(Preset.NANO, 6)); TensorScope scope = module.newScope()) {
            List<Tensor> first = module.call(scope, "upscale", frames(scope, 1), List.of());
            List<Tensor> carried = module.call(scope, "upscale", frames(scope, 1), first.subList(2, first.size()));
            List<Tensor> fresh = module.call(scope, "upscale", frames(scope, 1), List.of());

            assertThat(fresh.get(0).floats()).isEqualTo(first.get(0).floats());
            assertThat(worst(carried.get(0).floats(), first.get(0).floats())).isGreaterThan(1e-3);
        }
    }

    @Test
    void zero_motion_follows_every_pixel_to_where_it_was() {
        try (TorchModule module = module(2, Preset.NANO.untrained(1)); TensorScope scope = module.newScope()) {
            Tensor x = frames(scope, 1);
            Tensor flow = scope.floats(new float[2 * WIDTH * HEIGHT], 1, 2, HEIGHT, WIDTH);

            assertThat(worst(module.call(scope, "warp", x, flow, 1L).get(0).floats(), x.floats())).isLessThan(1e-4);
        }
    }

    @Test
    void polishing_finds_the_part_of_a_pixel_that_a_texture_moved_by() {
        int side = 32;
        try (TorchModule module = module(2, Preset.NANO.untrained(1)); TensorScope scope = module.newScope()) {
            Tensor now = waves(scope, side, 0, 0);
            Tensor before = waves(scope, side, 0.4, -0.3);
            int half = side / 2;
            Tensor still = scope.floats(new float[2 * half * half], 1, 2, half, half);

            float[] flow = module.call(scope, "polish", now, before, still).get(0).floats();

            for (int y = 2; y < half - 2; y++) {
                for (int x = 2; x < half - 2; x++) {
                    assertThat(flow[y * half + x]).isCloseTo(0.4f, within(0.06f));
                    assertThat(flow[(half + y) * half + x]).isCloseTo(-0.3f, within(0.06f));
                }
            }
        }
    }

    @Test
    void the_echo_is_the_luma_given_out_where_the_motion_says_it_is_now() {
        try (TorchModule module = module(2, Preset.NANO.untrained(1)); TensorScope scope = module.newScope()) {
            Random random = new Random(5);
            float[] luma = new float[16 * 16 * 16];
            float[] motion = new float[3 * 16 * 16];
            for (int i = 0; i < luma.length; i++) {
                luma[i] = random.nextFloat();
            }
            java.util.Arrays.fill(motion, 0, 16 * 16, 2);
            java.util.Arrays.fill(motion, 16 * 16, 2 * 16 * 16, 1);

            float[] echo = module.call(scope, "echo", scope.floats(luma, 1, 1, 64, 64),
                    scope.floats(new float[16 * 16 * 16], 1, 16, 16, 16), scope.floats(motion, 1, 3, 16, 16), 0.5).get(0).floats();

            for (int y = 0; y < 4 * 15; y++) { // two pixels right and one down in the frame before; 4 / gain is 8
                for (int x = 0; x < 4 * 14; x++) {
                    int cell = (y % 4 * 4 + x % 4) * 256 + y / 4 * 16 + x / 4;
                    assertThat(echo[cell]).isCloseTo(8 * luma[(y + 4) * 64 + x + 8], within(1e-3f));
                }
            }
        }
    }

    @Test
    void the_two_ways_to_echo_agree_inside_and_beyond_the_borders() {
        Weights weights = Preset.NANO.untrained(1);
        int h = 16;
        int w = 24;
        float[] motion = new float[3 * h * w];
        Random random = new Random(3);
        for (int i = 0; i < motion.length; i++) {
            motion[i] = (float) (3 * random.nextGaussian());
        }

        try (TorchModule plain = module(0, weights); TorchModule fused = module(2, weights);
                TensorScope a = plain.newScope(); TensorScope b = fused.newScope()) {
            float[] expected = echo(plain, a, motion, h, w);
            float[] actual = echo(fused, b, motion, h, w);

            assertThat(worst(expected, new float[expected.length])).isGreaterThan(1);
            assertThat(worst(expected, actual)).isLessThan(1e-3);
        }
    }

    private static float[] echo(TorchModule module, TensorScope scope, float[] motion, int h, int w) {
        float[] luma = new float[16 * h * w];
        float[] interpolated = new float[16 * h * w];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (float) (0.5 + 0.5 * Math.sin(0.3 * i));
            interpolated[i] = (float) (0.5 + 0.5 * Math.sin(0.001 * i));
        }
        return module.call(scope, "echo", scope.floats(luma, 1, 1, 4 * h, 4 * w), scope.floats(interpolated, 1, 16, h, w),
                scope.floats(motion, 1, 3, h, w), 1.).get(0).floats();
    }

    /** A smooth texture (1, 1, side, side) that lies {@code dx}, {@code dy} pixels further right and down. */
    private static Tensor waves(TensorScope scope, int side, double dx, double dy) {
        float[] luma = new float[side * side];
        for (int i = 0; i < luma.length; i++) {
            double x = i % side - dx;
            double y = i / side - dy;
            luma[i] = (float) (0.5 + 0.2 * Math.sin(0.6 * x + 0.3 * y) + 0.2 * Math.cos(0.5 * y - 0.4 * x));
        }
        return scope.floats(luma, 1, 1, side, side);
    }

    @Test
    void the_two_ways_to_warp_agree_inside_and_beyond_the_borders() {
        try (TorchModule module = module(2, Preset.NANO.untrained(1)); TensorScope scope = module.newScope()) {
            Tensor x = frames(scope, 1);
            float[] moves = new float[2 * WIDTH * HEIGHT];
            Random random = new Random(3);
            for (int i = 0; i < moves.length; i++) {
                moves[i] = (float) (9 * random.nextGaussian());
            }
            Tensor flow = scope.floats(moves, 1, 2, HEIGHT, WIDTH);
            float[] ones = new float[WIDTH * HEIGHT];
            java.util.Arrays.fill(ones, 1);

            float[] sampled = module.call(scope, "warp", x, flow, 1L).get(0).floats();
            float[] summed = module.call(scope, "warp_rows", x, flow, scope.floats(ones, 1, HEIGHT, WIDTH)).get(0).floats();

            assertThat(worst(sampled, summed)).isLessThan(1e-4);
        }
    }

    /** Those of GPUs cannot be loaded where there is none. */
    @ParameterizedTest
    @ValueSource(strings = {Preset.PAGE, Preset.HINDSIGHT_PAGE})
    void pages_that_are_joined_on_a_gpu_define_every_method_once(String page) {
        Pattern definition = Pattern.compile("^def (\\w+)", Pattern.MULTILINE);

        List<String> methods = TorchSuperResolver.pages(page, true).stream()
                .flatMap(each -> definition.matcher(each.text()).results()).map(found -> found.group(1)).toList();

        assertThat(methods).contains("synchronize", "interpolate").doesNotHaveDuplicates();
    }

    @Test
    void weights_of_another_shape_are_refused_with_their_name() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>(Preset.NANO.untrained(1).tensors());
        tensors.put("fuse_w", HostTensor.of(new float[16 * 40 * 9], 16, 40, 3, 3));

        assertThatThrownBy(() -> new NetworkSource(PAGES, Map.of(), new Weights(Map.of(), tensors)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("\"fuse_w\": expected (C, 2*C+D+16, 3, 3) = (16, 64, 3, 3), found (16, 40, 3, 3)");
    }

    @Test
    void missing_and_unknown_weights_are_refused_with_their_name() {
        Map<String, HostTensor> missing = new LinkedHashMap<>(Preset.NANO.untrained(1).tensors());
        Map<String, HostTensor> unknown = new LinkedHashMap<>(missing);
        missing.remove("base_w");
        unknown.put("extra_w", HostTensor.of(new float[] {1}, 1));

        assertThatThrownBy(() -> new NetworkSource(PAGES, Map.of(), new Weights(Map.of(), missing)))
                .hasMessageContaining("\"base_w\": expected (24, 3, 5, 5), found nothing");
        assertThatThrownBy(() -> new NetworkSource(PAGES, Map.of(), new Weights(Map.of(), unknown)))
                .hasMessageContaining("\"extra_w\": expected no tensor of this name, found (1)");
    }
}
