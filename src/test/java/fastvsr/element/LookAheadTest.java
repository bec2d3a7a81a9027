package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.Colorimetry;
import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import fastvsr.model.torch.TorchSuperResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network with hindsight in the element: what leaves is what the network makes of groups with the frames that follow them. */
@Timeout(300)
class LookAheadTest {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 16;
    private static final int FRAMES = 20;
    private static final int LOOK_AHEAD = 2;
    private static final long FRAME_NANOS = 40_000_000;
    private static final int DISCONT = 1 << 6;
    private static final String CAPS = "video/x-raw,format=GRAY8,width=32,height=16,framerate=25/1";
    private static final PictureFormat FROM = gray(WIDTH, HEIGHT);
    private static final PictureFormat TO = gray(4 * WIDTH, 4 * HEIGHT);

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> network()));
    }

    private static PictureFormat gray(int width, int height) {
        return TestFormats.packed(width, height, new Colorimetry(Colorimetry.Model.GRAY, 0.299, 0.114, true), 1, 0);
    }

    private static SuperResolver network() {
        var spec = new ModelSpec("quality", Preset.HINDSIGHT_PAGE, 4, 16, LOOK_AHEAD);
        return TorchSuperResolver.open(spec, RandomWeights.calm(Preset.QUALITY, 4), "cpu", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void each_frame_leaves_with_its_time_as_the_network_makes_it(int groupLength) {
        try (var rig = rig(groupLength)) {
            push(rig, 0, FRAMES);
            rig.endOfStream();

            var left = rig.pull(FRAMES);

            assertThat(left.stream().map(Rig.Output::pts)).containsExactlyElementsOf(times(0, FRAMES));
            assertThat(rig.tryPull()).isEmpty();
            assertSame(left, direct(groupLength, 0, FRAMES));
        }
    }

    @Test
    void a_discontinuity_is_not_looked_beyond() {
        try (var rig = rig(3)) {
            push(rig, 0, 7);
            rig.push(frame(7), 7 * 40L, DISCONT);
            push(rig, 8, 4);
            rig.endOfStream();

            var left = rig.pull(12);

            assertSame(left.subList(0, 7), direct(3, 0, 7));
            assertSame(left.subList(7, 12), direct(3, 7, 12));
        }
    }

    @Test
    void frames_that_were_looked_at_before_a_flush_do_not_come_after_it() {
        try (var rig = rig(3)) {
            push(rig, 0, 6);
            rig.pull(3);

            rig.flushStart();
            rig.flushStop();
            rig.segment();
            push(rig, 8, 5);
            rig.endOfStream();

            var left = rig.pull(5);
            assertThat(left.stream().map(Rig.Output::pts)).containsExactlyElementsOf(times(8, 13));
            assertSame(left, direct(3, 8, 13));
        }
    }

    @Test
    void other_caps_end_what_is_looked_at() {
        try (var rig = rig(3)) {
            push(rig, 0, 4);
            rig.caps(CAPS.replace("25/1", "50/1"));
            push(rig, 4, 4);
            rig.endOfStream();

            var left = rig.pull(8);

            assertSame(left.subList(0, 4), direct(3, 0, 4));
            assertSame(left.subList(4, 8), direct(3, 4, 8));
        }
    }

    @Test
    void the_latency_counts_the_frames_that_are_looked_at() {
        try (var rig = rig(3)) {
            assertThat(rig.latencyNanos()).isEqualTo((2 + LOOK_AHEAD) * FRAME_NANOS);
            rig.set("group-length", "5");
            assertThat(rig.latencyNanos()).isEqualTo((4 + LOOK_AHEAD) * FRAME_NANOS);
        }
    }

    private static Rig rig(int groupLength) {
        return new Rig("fastvsr-tested", "group-length", String.valueOf(groupLength)).caps(CAPS);
    }

    private static void push(Rig rig, int first, int count) {
        for (int i = first; i < first + count; i++) {
            assertThat(rig.push(frame(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    /** A texture that moves by a third of a sample a frame. */
    private static byte[] frame(int time) {
        var picture = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < picture.length; i++) {
            double x = i % WIDTH + time / 3.0;
            int y = i / WIDTH;
            picture[i] = (byte) (128 + 50 * Math.sin(x * 0.9) * Math.cos(y * 0.7) + 30 * Math.sin((x + y) * 2.1));
        }
        return picture;
    }

    private static List<Long> times(int first, int end) {
        return IntStream.range(first, end).mapToObj(i -> i * 40L).toList();
    }

    /** Frames of one shot through the network alone. */
    private static List<byte[]> direct(int groupLength, int start, int end) {
        var outputs = new ArrayList<byte[]>();
        try (var network = network()) {
            for (int first = start; first < end; first += groupLength) {
                int count = Math.min(groupLength, end - first);
                var inputs = IntStream.range(first, Math.min(end, first + count + LOOK_AHEAD)).mapToObj(LookAheadTest::picture).toList();
                var mine = IntStream.range(0, count).mapToObj(i -> TestFormats.blank(TO)).toList();
                network.upscale(inputs, mine);
                mine.forEach(picture -> outputs.add(bytes(picture)));
            }
        }
        return outputs;
    }

    private static Picture picture(int time) {
        var picture = TestFormats.blank(FROM);
        picture.bytes().duplicate().put(frame(time));
        return picture;
    }

    private static byte[] bytes(Picture picture) {
        var bytes = new byte[Math.toIntExact(picture.format().size())];
        picture.bytes().duplicate().get(bytes);
        return bytes;
    }

    private static void assertSame(List<Rig.Output> left, List<byte[]> expected) {
        assertThat(left).hasSameSizeAs(expected);
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i).bytes()).as("frame " + i).isEqualTo(expected.get(i));
        }
    }
}
