package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fastvsr.model.Component;
import fastvsr.model.ExactNumbers;
import fastvsr.model.HostTensor;
import fastvsr.model.ModelException;
import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.Route;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import fastvsr.model.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTimingTest {
    private static final int FRAMES = 3;
    private static final PictureFormat FROM = TestFormats.i420(36, 20);
    private static final PictureFormat TO = TestFormats.i420(144, 80);
    private static final List<Picture> GROUP = IntStream.range(0, FRAMES).mapToObj(t -> TestFormats.noise(FROM, t / 2)).toList();

    private static List<Picture> upscaled(Route route, Weights weights) {
        try (RouteTiming timing = RouteTiming.open(weights, "cpu", 1)) {
            float[] codes = timing.upscale(route, GROUP, TO);
            List<Picture> pictures = new ArrayList<>();
            for (int t = 0; t < FRAMES; t++) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(codes.length / FRAMES);
                for (int i = 0; i < bytes.capacity(); i++) {
                    bytes.put(i, (byte) codes[t * bytes.capacity() + i]);
                }
                pictures.add(new Picture(TO, bytes));
            }
            return pictures;
        }
    }

    private static List<Picture> byTheNetwork(Weights weights) {
        List<Picture> outputs = GROUP.stream().map(input -> TestFormats.blank(TO)).toList();
        ModelSpec model = new ModelSpec("nano", Preset.PAGE, 4, FRAMES, 0);
        try (ExactNumbers exact = new ExactNumbers(); SuperResolver resolver = TorchSuperResolver.open(model, weights, "cpu", 1)) {
            resolver.upscale(GROUP, outputs);
        }
        return outputs;
    }

    /** Differences in codes, of all samples of all pictures. */
    private static IntStream differences(List<Picture> some, List<Picture> others) {
        return IntStream.range(0, FRAMES).boxed().flatMapToInt(t -> TO.components().stream().flatMapToInt(c ->
                IntStream.range(0, c.width() * c.height()).map(i -> code(some.get(t), c, i) - code(others.get(t), c, i))));
    }

    private static int code(Picture picture, Component c, int i) {
        return TestFormats.get(picture, c, i % c.width(), i / c.width());
    }

    @Test
    void the_asymmetric_route_is_the_network() {
        Weights weights = RandomWeights.of(Preset.NANO, 4);

        int[] differences = differences(upscaled(Route.ASYMMETRIC, weights), byTheNetwork(weights)).map(Math::abs).toArray();

        assertThat(IntStream.of(differences).max().orElseThrow()).isLessThanOrEqualTo(1);
        assertThat(IntStream.of(differences).sum()).isLessThan(differences.length / 200);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void every_route_interpolates_while_the_last_layer_is_silent(Route route) {
        Weights silent = Preset.NANO.untrained(1);

        assertThat(differences(upscaled(route, silent), byTheNetwork(silent)).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(1);
    }

    @Test
    void a_pixel_of_the_finer_grid_gives_two_rows_of_two_luma_samples_and_one_of_each_chroma() {
        Weights silent = Preset.NANO.untrained(1);
        float[] bias = new float[24];
        float[] added = {0.02f, 0.04f, 0.06f, 0.08f}; // of a luma range of 219 codes
        System.arraycopy(added, 0, bias, 0, added.length);
        bias[16] = 0.03f; // of a chroma range of 224 codes
        bias[20] = 0.05f;

        List<Picture> shifted = upscaled(Route.SYMMETRIC, with(silent, "detail_b", bias));
        List<Picture> plain = upscaled(Route.SYMMETRIC, silent);

        for (Component c : TO.components()) {
            for (int i = 0; i < c.width() * c.height(); i++) {
                int place = TO.components().indexOf(c);
                double step = place == 0 ? 219 * added[i / c.width() % 2 * 2 + i % c.width() % 2] : 224 * bias[12 + 4 * place];
                int before = code(plain.get(0), c, i);
                if (before > 0 && before + step < 254) { // not cut off
                    assertThat((double) code(shifted.get(0), c, i) - before).isCloseTo(step, within(1.01));
                }
            }
        }
    }

    private static Weights with(Weights weights, String name, float[] values) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(name, HostTensor.of(values, values.length));
        return new Weights(weights.metadata(), tensors);
    }

    @Test
    void many_steps_go_as_far_as_one_on_another_way() {
        Weights weights = RandomWeights.of(Preset.NANO, 4);

        List<Picture> one = upscaled(Route.SYMMETRIC, weights);
        List<Picture> fifty = upscaled(Route.FIFTY_STEPS, weights);
        List<Picture> interpolated = upscaled(Route.SYMMETRIC, Preset.NANO.untrained(4));

        double way = differences(one, interpolated).map(Math::abs).average().orElseThrow();
        assertThat(way).isGreaterThan(1);
        assertThat(differences(fifty, interpolated).map(Math::abs).average().orElseThrow()).isBetween(way / 3, 3 * way);
        assertThat(differences(fifty, one).map(Math::abs).max().orElseThrow()).isGreaterThan(0);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void a_route_is_timed(Route route) {
        try (RouteTiming timing = RouteTiming.open(Preset.NANO.untrained(1), "cpu", 1)) {
            assertThat(timing.millisPerFrame(route, GROUP, TO)).isBetween(0.01, 10000.0);
        }
    }

    @Test
    void a_network_of_another_page_is_refused() {
        assertThatThrownBy(() -> RouteTiming.open(Preset.QUALITY.untrained(1), "cpu", 1)).isInstanceOf(ModelException.class)
                .hasMessageContaining("page hindsight cannot be compared; name one of the page fastvsr, such as nano or live");
    }
}
