package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.Colorimetry;
import fastvsr.model.Component;
import fastvsr.model.ExactNumbers;
import fastvsr.model.ModelSpec;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.PictureFormat.ChromaSite;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import fastvsr.model.torch.TorchSuperResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A network with hindsight runs as it was trained: pictures in, pictures out, against the page that trains it. */
class HindsightTest {
    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;
    private static final int FRAMES = 5;
    private static final Weights WEIGHTS = RandomWeights.calm(Preset.QUALITY, 4);
    private static final ModelSpec MODEL = new ModelSpec("quality", Preset.HINDSIGHT_PAGE, 4, 3, 3);
    private static final PictureFormat FROM = TestFormats.planar(WIDTH, HEIGHT, 1, 1, 0, Colorimetry.BT601, ChromaSite.CENTRE);
    private static final PictureFormat TO = TestFormats.planar(4 * WIDTH, 4 * HEIGHT, 2, 2, 0, Colorimetry.BT601, ChromaSite.CENTRE);

    private final List<Picture> frames = IntStream.range(0, FRAMES).mapToObj(HindsightTest::frame).toList();

    @Test
    void a_clip_that_is_one_group_comes_out_as_training_unrolls_it() {
        assertTrained(upscale(List.of(FRAMES), 0), FRAMES);
    }

    @Test
    void frames_that_follow_a_group_are_looked_at_as_training_looks_at_them() {
        assertTrained(upscale(List.of(2), 3), 2);
    }

    @Test
    void what_follows_a_group_counts_and_what_follows_long_after_it_counts_little() {
        List<Picture> whole = upscale(List.of(FRAMES), 0);
        List<Picture> blind = upscale(List.of(2, 3), 0);
        List<Picture> ahead = upscale(List.of(2, 3), 2);

        assertThat(distance(whole.get(1), blind.get(1))).isGreaterThan(2 * distance(whole.get(1), ahead.get(1)));
        assertThat(distance(whole.get(1), ahead.get(1))).isPositive();
    }

    /** A texture that moves by a fraction of a pixel a frame. */
    private static Picture frame(int time) {
        Picture picture = TestFormats.blank(FROM);
        List<Component> components = FROM.components();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                double x = i % WIDTH + 0.4 * time;
                double y = i / WIDTH - 0.3 * time;
                double wave = 50 * Math.sin(0.9 * x + c) * Math.cos(0.7 * y) + 30 * Math.sin(1.9 * (x + y));
                picture.bytes().put(picture.bytes().position() + components.get(c).offset() + i, (byte) (128 + wave));
            }
        }
        return picture;
    }

    /** Upscales the first frames in groups of so many, each with up to {@code ahead} frames that follow it. */
    private List<Picture> upscale(List<Integer> groups, int ahead) {
        List<Picture> outputs = new ArrayList<>();
        try (ExactNumbers exact = new ExactNumbers(); SuperResolver resolver = TorchSuperResolver.open(MODEL, WEIGHTS, "cpu", 1)) {
            for (int length : groups) {
                int first = outputs.size();
                List<Picture> mine = Stream.generate(() -> TestFormats.blank(TO)).limit(length).toList();
                resolver.upscale(frames.subList(first, Math.min(FRAMES, first + length + ahead)), mine);
                outputs.addAll(mine);
            }
        }
        return outputs;
    }

    private void assertTrained(List<Picture> actual, int count) {
        List<NetworkPage> pages = Stream.of(Preset.HINDSIGHT_PAGE, "bothways", "film", "recurrence", "training", "terms", "freeenergy")
                .map(NetworkPage::load).toList();
        Map<String, Number> constants = new HashMap<>(Terms.NONE.constants());
        constants.putAll(Map.of("fused", 0, "swift", 0, "compute", 6));
        NetworkSource source = new NetworkSource(pages, constants, WEIGHTS);
        try (TorchModule module = TorchModule.load(source, true, "cpu", 1); TensorScope scope = module.newScope()) {
            List<Tensor> trained = module.call(scope, "unroll", scope.floats(values(), 1, FRAMES, 3, HEIGHT, WIDTH));
            float[] luma = trained.get(0).floats();
            float[] chroma = trained.get(1).floats();
            for (int t = 0; t < count; t++) {
                assertCodes(actual.get(t), 0, luma, 16 * WIDTH * HEIGHT * t, 219, 16);
                assertCodes(actual.get(t), 1, chroma, 8 * WIDTH * HEIGHT * t, 224, 128);
                assertCodes(actual.get(t), 2, chroma, 8 * WIDTH * HEIGHT * t + 4 * WIDTH * HEIGHT, 224, 128);
            }
        }
    }

    /** Y'CbCr of all frames, as values. */
    private float[] values() {
        float[] values = new float[FRAMES * 3 * WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            int c = i / (WIDTH * HEIGHT) % 3;
            int pixel = i % (WIDTH * HEIGHT);
            int code = TestFormats.get(frames.get(i / (3 * WIDTH * HEIGHT)), FROM.components().get(c), pixel % WIDTH, pixel / WIDTH);
            values[i] = c == 0 ? (code - 16) / 219f : (code - 128) / 224f;
        }
        return values;
    }

    private static void assertCodes(Picture actual, int component, float[] values, int first, int gain, int zero) {
        Component c = TO.components().get(component);
        for (int i = 0; i < c.width() * c.height(); i++) {
            double exact = Math.max(0, Math.min(255, values[first + i] * gain + zero));
            assertThat((double) TestFormats.get(actual, c, i % c.width(), i / c.width())).as("sample " + i)
                    .isBetween(exact - 0.52, exact + 0.52);
        }
    }

    /** Mean difference of luma codes. */
    private static double distance(Picture a, Picture b) {
        Component luma = TO.components().get(0);
        return IntStream.range(0, luma.width() * luma.height()).map(i -> Math.abs(TestFormats.get(a, luma, i % luma.width(), i / luma.width())
                - TestFormats.get(b, luma, i % luma.width(), i / luma.width()))).average().orElseThrow();
    }
}
