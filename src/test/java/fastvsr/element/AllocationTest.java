package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Line;
import fastvsr.gst.Rig;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who makes the buffers, how they lie in memory, and that no new ones are made while frames flow. */
@Timeout(60)
class AllocationTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";
    private static final String UPSCALED = "video/x-raw,format=GRAY8,width=32,height=16,framerate=25/1";

    private final NearestNeighbour resolver = new NearestNeighbour();

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> resolver));
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "3");
    }

    private static void push(Rig rig, int first, int count) {
        for (int i = first; i < first + count; i++) {
            assertThat(rig.push(FastVsrTest.gray(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    @Test
    void buffers_come_from_downstreams_pool_with_the_strides_that_it_wants() {
        try (var rig = rig(); var pool = rig.downstreamPool(0)) {
            rig.caps(GRAY);
            push(rig, 0, 3);

            for (int i = 0; i < 3; i++) {
                var placed = rig.pullPlaced(UPSCALED);
                assertThat(placed.pool()).isEqualTo(pool.address());
                assertThat(placed.rowStride()).isEqualTo(64);
                assertThat(placed.pixels()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(i), 8));
            }
        }
    }

    @Test
    void a_pool_that_cannot_lend_two_groups_is_not_used() {
        try (var rig = rig(); var pool = rig.downstreamPool(4)) {
            rig.caps(GRAY);
            push(rig, 0, 6);

            for (int i = 0; i < 6; i++) {
                assertThat(rig.pullPlaced(UPSCALED).pool()).isNotIn(0L, pool.address());
            }
        }
    }

    @Test
    void downstream_is_asked_again_when_it_wants_to_be() {
        try (var rig = rig(); var pool = rig.downstreamPool(0)) {
            rig.caps(GRAY);
            push(rig, 0, 6);
            rig.pull(6);
            assertThat(pool.asked()).isEqualTo(1);

            rig.reconfigure();
            push(rig, 6, 6);
            rig.pull(6);

            assertThat(pool.asked()).isEqualTo(2);
        }
    }

    @Test
    void downstream_is_asked_again_for_longer_groups() {
        try (var rig = rig(); var pool = rig.downstreamPool(7)) {
            rig.caps(GRAY);
            push(rig, 0, 3);
            assertThat(rig.pullPlaced(UPSCALED).pool()).isEqualTo(pool.address());
            rig.pull(2);

            rig.set("group-length", "4");
            push(rig, 3, 4);

            assertThat(rig.pullPlaced(UPSCALED).pool()).as("too small now").isNotEqualTo(pool.address());
            assertThat(pool.asked()).isEqualTo(2);
        }
    }

    @Test
    void upstream_is_offered_a_pool_for_a_group_and_any_strides() {
        try (var rig = rig()) {
            assertThat(rig.offerToUpstream(GRAY)).isEqualTo(new Rig.Offer(true, 4, 0, true));
        }
    }

    @Test
    void buffers_of_the_offered_pool_are_kept_until_the_group_is_done_and_others_are_copied() {
        try (var rig = rig().caps(GRAY); var offered = rig.pushHeld(FastVsrTest.gray(0), 0, true);
                var other = rig.pushHeld(FastVsrTest.gray(0), 40, false)) {
            assertThat(offered.holders()).isPositive();
            assertThat(other.holders()).isZero();

            push(rig, 2, 1);
            rig.pull(3);
            rig.endOfStream();
            rig.awaitEvent(Event.EOS);

            assertThat(offered.holders()).isZero();
        }
    }

    /** As pipewiresrc does, which waits for one of a few buffers. */
    @Test
    void memory_that_upstream_has_lent_is_back_when_the_push_returns() {
        try (var rig = rig().caps(GRAY); var owner = rig.pushLent(FastVsrTest.gray(0), 0)) {
            assertThat(owner.holders()).isZero();

            push(rig, 1, 2);
            assertThat(rig.pull(3)).hasSize(3);
        }
    }

    @Test
    void the_pool_that_upstream_is_offered_serves_it() {
        try (var line = new Line("videotestsrc num-buffers=60 pattern=ball ! " + GRAY
                + " ! fastvsr-tested group-length=4 ! fakesink name=end")) {
            line.watch("end");
            line.play();

            assertThat(line.arrived()).hasSize(60);
        }
    }

    @Test
    void a_decoder_that_uses_the_offered_pool_for_some_frames_only_is_served_too() {
        try (var line = new Line("filesrc location=samples/city.mp4 ! decodebin"
                + " ! fastvsr-tested group-length=6 ! fakesink name=end")) {
            line.watch("end");
            line.play();

            assertThat(line.arrived()).hasSize(125);
        }
    }

    @Test
    void the_same_buffers_go_round_and_little_else_is_made() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var buffers = new HashSet<Long>();
        try (var rig = rig()) {
            rig.caps(GRAY);
            pass(rig, 600, buffers);
            int made = buffers.size();
            long before = allocated(threads);

            pass(rig, 600, buffers);

            assertThat(buffers).as("buffers of three groups").hasSize(made).hasSizeLessThanOrEqualTo(9);
            assertThat((allocated(threads) - before) / 600).as("bytes of Java objects for a frame").isLessThan(60_000);
        }
    }

    private static void pass(Rig rig, int frames, HashSet<Long> buffers) {
        for (int i = 0; i < frames; i += 3) {
            push(rig, i, 3);
            for (int j = 0; j < 3; j++) {
                buffers.add(rig.pullPlaced(UPSCALED).buffer());
            }
        }
    }

    private static long allocated(ThreadMXBean threads) {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).sum();
    }
}
