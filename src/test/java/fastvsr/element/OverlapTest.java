package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two groups on their way through the network at the same time. */
@Timeout(60)
class OverlapTest {
    private final CountDownLatch twoGroupsAreIn = new CountDownLatch(6);
    private final OverlappingNetwork network = new OverlappingNetwork(twoGroupsAreIn);

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> network));
    }

    private static Rig rig(String format) {
        return new Rig("fastvsr-tested", "group-length", "3")
                .caps("video/x-raw,format=GRAY8,width=" + format + ",framerate=25/1");
    }

    private void push(Rig rig, int bytes, int from, int to) {
        IntStream.range(from, to).forEach(i -> {
            rig.push(gray(bytes, i), i * 40L);
            twoGroupsAreIn.countDown();
        });
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
                push(rig, 32, 0, 100);
                rig.endOfStream();
            }).start();

            for (int i = 0; i < 100; i++) {
                var output = rig.pull();
                assertThat(output.pts()).isEqualTo(i * 40L);
                assertThat(output.bytes()).containsOnly(i + 1);
            }
            rig.awaitEvent(Event.EOS);
            assertThat(network.mostAtOnce).isEqualTo(2);
        }
    }

    @Test
    void a_group_that_no_other_follows_leaves_at_once() {
        try (var rig = rig("8,height=4")) {
            push(rig, 32, 0, 6);
            rig.pull(6);

            push(rig, 32, 6, 9);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(240L, 280L, 320L);
        }
    }

    @Test
    void a_group_on_its_way_leaves_before_the_format_changes() {
        try (var rig = rig("8,height=4")) {
            push(rig, 32, 0, 7);
            rig.caps("video/x-raw,format=GRAY8,width=16,height=4,framerate=25/1");
            push(rig, 64, 7, 10);

            var sizes = rig.pull(10).stream().map(output -> output.bytes().length).toList();

            assertThat(sizes.subList(0, 7)).containsOnly(32 * 16);
            assertThat(sizes.subList(7, 10)).containsOnly(64 * 16);
        }
    }
}
