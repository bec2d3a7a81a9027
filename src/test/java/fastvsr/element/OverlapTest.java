package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two groups on their way through the network at the same time. */
class OverlapTest {
    private final OverlappingNetwork network = new OverlappingNetwork();

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> network));
    }

    private static Rig rig(String format) {
        return new Rig("fastvsr-tested", "group-length", "3")
                .caps("video/x-raw,format=GRAY8,width=" + format + ",framerate=25/1");
    }

    private static byte[] gray(int bytes, int frame) {
        var pixels = new byte[bytes];
        java.util.Arrays.fill(pixels, (byte) (frame + 1));
        return pixels;
    }

    @Test
    void frames_leave_in_order_with_their_own_pixels_while_groups_overlap() {
        try (var rig = rig("8,height=4")) {
            new Thread(() -> {
                IntStream.range(0, 100).forEach(i -> rig.push(gray(32, i), i * 40L));
                rig.endOfStream();
            }).start();

            for (int i = 0; i < 100; i++) {
                var output = rig.pull();
                assertThat(output.pts()).isEqualTo(i * 40L);
                assertThat(output.bytes()).containsOnly(i + 1);
            }
            rig.awaitEvent(Event.EOS);
            assertThat(network.mostAtOnce).isBetween(1, 2);
        }
    }

    @Test
    void a_group_that_no_other_follows_leaves_at_once() {
        try (var rig = rig("8,height=4")) {
            IntStream.range(0, 3).forEach(i -> rig.push(gray(32, i), i * 40L));

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(0L, 40L, 80L);
        }
    }

    @Test
    void a_group_on_its_way_leaves_before_the_format_changes() {
        try (var rig = rig("8,height=4")) {
            IntStream.range(0, 7).forEach(i -> rig.push(gray(32, i), i * 40L));
            rig.caps("video/x-raw,format=GRAY8,width=16,height=4,framerate=25/1");
            IntStream.range(7, 10).forEach(i -> rig.push(gray(64, i), i * 40L));

            var sizes = rig.pull(10).stream().map(output -> output.bytes().length).toList();

            assertThat(sizes.subList(0, 7)).containsOnly(32 * 16);
            assertThat(sizes.subList(7, 10)).containsOnly(64 * 16);
        }
    }
}
