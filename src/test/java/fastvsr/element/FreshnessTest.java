package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped network's recurrent state: it crosses the borders of groups, and nothing else. */
@Timeout(120)
class FreshnessTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 24;
    private static final int FRAMES = 10;
    private static final String CAPS = "video/x-raw,format=GRAY8,width=40,height=24,framerate=25/1";
    private static final int DISCONT = 1 << 6;

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> Models.open("nano", "cpu", 1)));
    }

    /** A texture that moves by a third of a sample a frame. */
    private static byte[] frame(int time) {
        var picture = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < picture.length; i++) {
            double x = i % WIDTH + time / 3.0;
            int y = i / WIDTH;
            picture[i] = (byte) (128 + 60 * Math.sin(x * 0.9) * Math.cos(y * 0.7) + 40 * Math.sin((x + y) * 2.1));
        }
        return picture;
    }

    private static void push(Rig rig, int first, int count) {
        for (int i = first; i < first + count; i++) {
            assertThat(rig.push(frame(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    private static List<byte[]> pixels(Rig rig, int count) {
        return rig.pull(count).stream().map(Rig.Output::bytes).toList();
    }

    private static Rig rig(int groupLength) {
        return new Rig("fastvsr-tested", "group-length", String.valueOf(groupLength)).caps(CAPS);
    }

    private static List<byte[]> alone(int groupLength, int first, int count) {
        try (var rig = rig(groupLength)) {
            push(rig, first, count);
            rig.endOfStream();
            return pixels(rig, count);
        }
    }

    static Stream<Map.Entry<String, Consumer<Rig>>> interruptions() {
        return Stream.of(
                Map.entry("flush", rig -> {
                    rig.flushStart();
                    rig.flushStop();
                    rig.segment();
                }),
                Map.entry("segment", Rig::segment),
                Map.entry("new stream", rig -> {
                    rig.streamStart("second");
                    rig.caps(CAPS);
                    rig.segment();
                }),
                Map.entry("other caps and back", rig -> {
                    rig.caps(CAPS.replace("25/1", "50/1"));
                    rig.caps(CAPS);
                }),
                Map.entry("restart", rig -> {
                    rig.restart();
                    rig.caps(CAPS);
                    rig.segment();
                }));
    }

    @ParameterizedTest
    @MethodSource("interruptions")
    void after_an_interruption_everything_is_as_from_a_fresh_element(Map.Entry<String, Consumer<Rig>> interruption) {
        var fresh = alone(3, 6, 5);
        try (var rig = rig(3)) {
            push(rig, 0, 6);
            pixels(rig, 6);

            interruption.getValue().accept(rig);
            push(rig, 6, 5);
            rig.endOfStream();

            assertSame(pixels(rig, 5), fresh);
        }
    }

    @Test
    void after_a_discontinuity_everything_is_as_from_a_fresh_element() {
        var fresh = alone(3, 6, 4);
        try (var rig = rig(3)) {
            push(rig, 0, 5);
            rig.push(frame(6), 240, DISCONT);
            push(rig, 7, 3);
            rig.endOfStream();

            pixels(rig, 5);
            assertSame(pixels(rig, 4), fresh);
        }
    }

    @Test
    void without_an_interruption_the_past_counts() {
        var fresh = alone(3, 6, 3);

        var continued = alone(3, 0, 9).subList(6, 9);

        assertThat(greatestDifference(continued, fresh)).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64})
    void the_borders_of_groups_cannot_be_seen(int groupLength) {
        assertThat(greatestDifference(alone(groupLength, 0, FRAMES), alone(8, 0, FRAMES))).isLessThanOrEqualTo(1);
    }

    private static void assertSame(List<byte[]> some, List<byte[]> others) {
        assertThat(greatestDifference(some, others)).isZero();
    }

    private static int greatestDifference(List<byte[]> some, List<byte[]> others) {
        var differences = new ArrayList<Integer>();
        for (int i = 0; i < some.size(); i++) {
            for (int j = 0; j < some.get(i).length; j++) {
                differences.add(Math.abs(Byte.toUnsignedInt(some.get(i)[j]) - Byte.toUnsignedInt(others.get(i)[j])));
            }
        }
        return differences.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
