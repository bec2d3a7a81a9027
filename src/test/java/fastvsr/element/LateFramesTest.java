package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are too late for the network, because downstream says so or because a live source does not wait. */
@Timeout(60)
class LateFramesTest {
    private static final int DISCONT = 1 << 6;
    private static final int MILLION = 1_000_000;
    /** Frames last a minute: none gets too old while the test runs. */
    private static final String SLOW = "video/x-raw,format=GRAY8,width=8,height=4,framerate=1/60";
    /** Frames last a tenth of a millisecond: a network that takes longer is too slow. */
    private static final String FAST = "video/x-raw,format=GRAY8,width=8,height=4,framerate=10000/1";

    private final NearestNeighbour resolver = new NearestNeighbour();

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> resolver));
    }

    private static Rig rig(String policy) {
        return new Rig("fastvsr-tested", "group-length", "3", "late-policy", policy);
    }

    private static void push(Rig rig, int from, int count) {
        for (int i = from; i < from + count; i++) {
            assertThat(rig.push(FastVsrTest.gray(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    private static List<Long> pts(List<Rig.Output> outputs) {
        return outputs.stream().map(Rig.Output::pts).toList();
    }

    @Test
    void frames_that_downstream_calls_late_are_dropped_and_the_next_one_tells_of_the_hole() {
        try (var rig = rig("drop").caps(SLOW)) {
            rig.sendQos(1.5, 30, 50);
            push(rig, 0, 6);
            rig.endOfStream();

            var outputs = rig.pull(3);
            rig.awaitEvent(Event.EOS);

            assertThat(pts(outputs)).as("80 is the last late one").containsExactly(120L, 160L, 200L);
            assertThat(outputs).extracting(output -> output.flags() & DISCONT).containsExactly(DISCONT, 0, 0);
            assertThat(rig.received()).isEqualTo(3);
        }
    }

    @Test
    void every_dropped_frame_has_a_message_with_its_times_and_the_counts() {
        try (var rig = rig("drop").caps(SLOW)) {
            push(rig, 0, 3);
            rig.pull(3);
            rig.sendQos(1.5, 0, 160);
            push(rig, 3, 3);
            rig.pull();

            assertThat(rig.qos()).isEqualTo(new Rig.Qos(false, 120, 120, 120, 40, 41, 1.5, MILLION, 3, 1));
            assertThat(rig.qos()).isEqualTo(new Rig.Qos(false, 160, 160, 160, 40, 1, 1.5, MILLION, 3, 2));
            assertThat(rig.stats()).contains("frames-dropped=(guint64)2", "proportion=(double)1.5");
        }
    }

    @Test
    void late_frames_are_interpolated_without_a_gap() {
        try (var rig = rig("cheap").caps(SLOW)) {
            rig.sendQos(1.5, 0, 40);
            push(rig, 0, 3);

            var outputs = rig.pull(3);

            assertThat(pts(outputs)).containsExactly(0L, 40L, 80L);
            assertThat(resolver.groupSizes).containsExactly(1);
            assertThat(outputs.get(2).bytes()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(2), 8));
            assertThat(outputs.get(1).bytes()).isNotEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(1), 8));
            assertThat(greatestDifference(outputs.get(1).bytes(), FastVsrTest.upscaled(FastVsrTest.gray(1), 8)))
                    .as("the same picture, smoothly").isBetween(1, 9);
            assertThat(rig.qos()).isEqualTo(new Rig.Qos(false, 0, 0, 0, 40, 41, 1.5, MILLION / 2, 0, 0));
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)2", "frames-dropped=(guint64)0");
        }
    }

    private static int greatestDifference(byte[] some, byte[] others) {
        int greatest = 0;
        for (int i = 0; i < some.length; i++) {
            greatest = Math.max(greatest, Math.abs(Byte.toUnsignedInt(some[i]) - Byte.toUnsignedInt(others[i])));
        }
        return greatest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cheap", "drop"})
    void frames_that_the_network_knows_are_not_too_late_for_it(String policy) {
        try (var rig = rig(policy).caps(SLOW)) {
            push(rig, 0, 3);
            rig.pull(3);
            rig.sendQos(1.5, 0, 1000);
            resolver.knowsNext = true;
            push(rig, 3, 3);

            assertThat(rig.pull(3).get(1).bytes()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(4), 8));
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)0", "frames-dropped=(guint64)0");
        }
    }

    @Test
    void behind_a_hole_a_late_frame_is_not_known_any_more() {
        try (var rig = rig("cheap").caps(SLOW)) {
            push(rig, 0, 3);
            rig.pull(3);
            rig.sendQos(1.5, 0, 1000);
            push(rig, 3, 6);
            rig.pull(6);
            resolver.knowsNext = true;
            push(rig, 9, 3);
            rig.pull(3);

            assertThat(resolver.groupSizes).containsExactly(3);
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)9");
        }
    }

    @Test
    void repeats_do_not_make_a_slow_network_seem_fast() {
        try (var rig = rig("cheap").live().caps(FAST)) {
            rig.sendLatency(3_600_000_000_000L); // nothing gets too old
            resolver.nanosPerFrame = 2_000_000;
            push(rig, 0, 6);
            rig.pull(6);
            resolver.knowsNext = true;
            push(rig, 6, 3);
            rig.pull(3);
            resolver.knowsNext = false;
            push(rig, 9, 3);
            rig.pull(3);

            assertThat(resolver.groupSizes.subList(resolver.groupSizes.size() - 3, resolver.groupSizes.size()))
                    .as("one by one").containsExactly(1, 1, 1);
        }
    }

    @Test
    void who_waits_gets_every_frame_from_the_network() {
        try (var rig = rig("wait").live().caps(FAST)) {
            resolver.nanosPerFrame = 2_000_000;
            rig.sendQos(1.5, 0, 1000);
            push(rig, 0, 9);

            assertThat(pts(rig.pull(9))).isEqualTo(LongStream.range(0, 9).map(i -> i * 40).boxed().toList());
            assertThat(resolver.groupSizes).containsExactly(3, 3, 3);
        }
    }

    @Test
    void upstream_hears_what_downstream_says() {
        try (var rig = rig("cheap").caps(SLOW)) {
            rig.sendQos(1.5, 0, 40);

            rig.awaitUpstreamEvent(Event.QOS);
        }
    }

    @Test
    void a_flush_forgets_what_downstream_said() {
        try (var rig = rig("drop").caps(SLOW)) {
            rig.sendQos(1.5, 0, 1000);
            rig.flushStart();
            rig.flushStop();
            rig.segment();
            push(rig, 0, 3);

            assertThat(pts(rig.pull(3))).containsExactly(0L, 40L, 80L);
        }
    }

    @Test
    void a_long_hole_resets_the_state_and_a_short_one_does_not() {
        try (var rig = rig("drop").caps(SLOW)) {
            push(rig, 0, 3);
            rig.pull(3);
            rig.sendQos(1, 0, 4 * 40);
            push(rig, 3, 3);
            rig.pull(1);
            rig.sendQos(1, 0, 11 * 40);
            push(rig, 6, 9);
            rig.pull(3);

            assertThat(resolver.groupSizes).containsExactly(3, 1, 3);
            assertThat(resolver.groupsBeforeReset).containsExactly(0, 2);
        }
    }

    @Test
    void frames_without_timestamps_are_never_late() {
        try (var rig = rig("drop").caps(SLOW)) {
            rig.sendQos(1.5, 0, 1000);
            for (int i = 0; i < 3; i++) {
                rig.push(FastVsrTest.gray(i), -1);
            }

            assertThat(rig.pull(3)).hasSize(3);
        }
    }

    @Test
    void a_live_source_is_not_kept_waiting_and_what_gets_too_old_is_interpolated() {
        try (var rig = rig("cheap").live().caps(FAST)) {
            resolver.nanosPerFrame = 2_000_000;
            push(rig, 0, 21);

            assertThat(pts(rig.pull(21))).isEqualTo(LongStream.range(0, 21).map(i -> i * 40).boxed().toList());
            assertThat(resolver.groupSizes).as("the first frames, unless they are late already, show how slow the network is")
                    .hasSizeLessThan(4).allMatch(size -> size == 1);
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)" + (21 - resolver.groupSizes.size()));
            assertThat(rig.qos().isLive()).isTrue();
        }
    }

    @Test
    void a_network_that_was_too_slow_once_is_tried_again() {
        try (var rig = rig("drop").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=5/1")) {
            resolver.nanosPerFrame = 2_000_000_000L;
            push(rig, 0, 3);
            rig.pull();
            assertThat(rig.qos().pts()).as("late after that").isEqualTo(40);
            assertThat(rig.qos().pts()).isEqualTo(80);

            resolver.nanosPerFrame = 0;
            push(rig, 3, 3);

            assertThat(pts(rig.pull(3))).containsExactly(120L, 160L, 200L);
        }
    }

    @Test
    void a_network_that_held_the_picture_up_is_left_alone_for_a_while() {
        try (var rig = rig("cheap").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=5/1")) {
            push(rig, 0, 3);
            rig.pull(3);
            resolver.nanosPerFrame = 2_000_000_000L;
            push(rig, 3, 3);
            rig.pull(3);
            int slowly = resolver.groupSizes.size();
            resolver.nanosPerFrame = 0;

            push(rig, 6, 3);
            rig.pull(3);
            assertThat(resolver.groupSizes).as("not at once").hasSize(slowly);
            for (int i = 9; i < 200; i += 3) {
                push(rig, i, 3);
                rig.pull(3);
            }

            assertThat(resolver.groupSizes).as("but later").hasSizeGreaterThan(slowly);
        }
    }

    @Test
    void a_live_source_that_finds_no_room_at_all_loses_the_oldest_frames() throws Exception {
        try (var rig = rig("cheap").live().caps(SLOW)) {
            pushWhileTheNetworkRests(rig);

            var pts = pts(rig.pullAll());

            int dropped = 63 - pts.size();
            assertThat(dropped).as("24 frames may wait").isBetween(60 - 27, 60 - 24);
            assertThat(pts).startsWith(0L, 40L, 80L, (3 + dropped) * 40L).endsWith(62 * 40L);
            assertThat(rig.stats()).contains("frames-dropped=(guint64)" + dropped);
        }
    }

    /** Sixty frames behind a group that the network holds. */
    private void pushWhileTheNetworkRests(Rig rig) throws InterruptedException {
        resolver.permits.drainPermits();
        push(rig, 0, 3);
        resolver.awaitGroupInside();
        push(rig, 3, 60);
        resolver.permits.release(100);
        rig.endOfStream();
        rig.awaitEvent(Event.EOS);
    }

    @Test
    void frames_that_the_pipeline_shows_later_all_wait_inside() throws Exception {
        try (var rig = rig("cheap").live().caps(SLOW)) {
            rig.sendLatency(63 * 60_000_000_000L);
            pushWhileTheNetworkRests(rig);

            assertThat(rig.pullAll()).hasSize(63);
            assertThat(rig.stats()).contains("frames-dropped=(guint64)0");
        }
    }

    @Test
    void a_live_source_that_falls_silent_gets_its_last_frames_through_the_network() {
        try (var rig = rig("cheap").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1")) {
            push(rig, 0, 2); // of groups of three

            assertThat(pts(rig.pull(2))).containsExactly(0L, 40L);
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)0");
        }
    }

    @Test
    void a_live_source_that_is_slower_than_its_caps_say_has_no_late_frames() throws Exception {
        try (var rig = rig("cheap").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=50/1")) {
            for (int i = 0; i < 5; i++) {
                push(rig, i, 1);
                Thread.sleep(150); // longer than a frame may stay inside, 6 times 20 ms
            }

            assertThat(pts(rig.pull(5))).hasSize(5);
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)0");
        }
    }

    @Test
    void frames_of_a_file_wait_for_their_group() throws Exception {
        try (var rig = rig("cheap").caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=1000/1")) {
            push(rig, 0, 2);
            Thread.sleep(100); // a live source's would have left

            assertThat(resolver.groupSizes).isEmpty();
            push(rig, 2, 1);
            rig.pull(3);
            assertThat(resolver.groupSizes).containsExactly(3);
        }
    }

    @Test
    void a_pipeline_that_shows_its_frames_later_gives_the_network_more_time() {
        try (var rig = rig("drop").live().caps(FAST)) {
            rig.sendLatency(3_600_000_000_000L);
            resolver.nanosPerFrame = 1_000_000;
            push(rig, 0, 9);

            assertThat(pts(rig.pull(9))).hasSize(9);
            assertThat(rig.stats()).contains("frames-dropped=(guint64)0");
        }
    }

    @Test
    void the_latency_of_a_network_that_is_too_slow_is_that_of_two_groups() {
        try (var rig = rig("cheap").live().caps(FAST)) {
            resolver.nanosPerFrame = 1_000_000;
            rig.sendLatency(3_600_000_000_000L);
            push(rig, 0, 9);
            rig.pull(9);

            assertThat(rig.latencyNanos()).isEqualTo((2 + 3) * 100_000L);
        }
    }

    @Test
    void the_latency_comes_down_again_half_a_minute_after_a_burst_of_load() {
        try (var rig = rig("cheap").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=5/1")) {
            rig.sendLatency(3_600_000_000_000L); // nothing gets too old
            pass(rig, 0, 9);
            resolver.nanosPerFrame = 250_000_000;
            pass(rig, 9, 3);
            rig.awaitLatencyMessage();
            assertThat(rig.latencyNanos()).isEqualTo((2 + 3) * 200_000_000L);
            resolver.nanosPerFrame = 0;
            rig.forgetMessages();

            for (int i = 12; i < 12 + 5 * 40; i += 3) {
                pass(rig, i, 3);
            }

            rig.awaitLatencyMessage();
            assertThat(rig.latencyNanos()).isBetween(2 * 200_000_000L, 3 * 200_000_000L);
        }
    }

    private static void pass(Rig rig, int from, int count) {
        push(rig, from, count);
        rig.pull(count);
    }

    @Test
    void without_a_frame_rate_the_timestamps_tell_the_latency() {
        try (var rig = rig("cheap").caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=0/1")) {
            assertThat(rig.latencyNanos()).as("usual frames").isEqualTo(2 * 40_000_000L);
            rig.push(FastVsrTest.gray(0), 0);
            rig.push(FastVsrTest.gray(1), 100_000_000);
            rig.push(FastVsrTest.gray(2), 200_000_000);
            rig.forgetMessages();

            rig.push(FastVsrTest.gray(3), 300_000_000);

            rig.awaitLatencyMessage();
            assertThat(rig.latencyNanos()).isEqualTo(2 * 100_000_000L);
        }
    }

    @Test
    void without_a_frame_rate_a_seek_is_not_taken_for_a_long_frame() {
        try (var rig = rig("cheap").caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=0/1")) {
            for (int i = 0; i < 4; i++) {
                rig.push(FastVsrTest.gray(i), i * 100_000_000L);
                rig.flushStart();
                rig.flushStop();
                rig.segment();
                rig.push(FastVsrTest.gray(i), i * 100_000_000L + 900_000_000L);
                rig.push(FastVsrTest.gray(i), i * 100_000_000L + 1_000_000_000L);
            }

            assertThat(rig.latencyNanos()).isBetween(2 * 100_000_000L, 3 * 100_000_000L);
        }
    }

    @Test
    void the_first_frames_of_another_size_do_not_prove_that_the_network_is_too_slow() throws Exception {
        try (var rig = rig("cheap").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=5/1")) {
            rig.sendLatency(3_600_000_000_000L); // nothing gets too old
            resolver.permits.drainPermits();
            push(rig, 0, 3);
            resolver.awaitGroupInside();
            rig.caps("video/x-raw,format=GRAY8,width=4,height=4,framerate=5/1");
            resolver.permits.release(3);
            rig.pull(3);

            resolver.nanosPerFrame = 300_000_000; // as an engine that meets a size for the first time
            resolver.permits.release();
            for (int i = 3; i < 6; i++) {
                rig.push(new byte[16], i * 40L);
            }
            rig.pull();
            resolver.nanosPerFrame = 0;
            resolver.permits.release(100);
            rig.pull(2);

            assertThat(rig.latencyNanos()).as("of a group of three").isLessThan((2 + 3) * 200_000_000L);
        }
    }

    @Test
    void the_policy_may_change_while_frames_flow() {
        try (var rig = rig("wait").caps(SLOW)) {
            rig.sendQos(1, 0, 10_000);
            push(rig, 0, 3);
            rig.pull(3);

            rig.set("late-policy", "cheap");
            push(rig, 3, 3);
            rig.pull(3);

            assertThat(resolver.groupSizes).containsExactly(3);
            assertThat(rig.stats()).contains("frames-interpolated=(guint64)3");
        }
    }
}
