package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.gst.SentEvent;
import fastvsr.model.ModelException;
import fastvsr.model.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The element between two harness pads, with a resolver whose results are known. */
@Timeout(60)
class FastVsrTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";
    private static final int DISCONT = 1 << 6;
    private static final int TAG = 20510;
    private static final int READY = 2;

    private NearestNeighbour resolver;

    @BeforeEach
    void register() {
        resolver = new NearestNeighbour();
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> resolver));
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "3").caps(GRAY);
    }

    @Test
    void a_frame_comes_out_upscaled_with_its_own_timing() {
        try (var rig = rig()) {
            rig.push(gray(1), 40);
            rig.endOfStream();

            var output = rig.pull();

            assertThat(output.bytes()).isEqualTo(upscaled(gray(1), 8));
            assertThat(List.of(output.pts(), output.dts(), output.duration(), output.offset()))
                    .containsExactly(40L, 33L, 40L, 1L);
        }
    }

    @Test
    void every_frame_comes_out_once_and_in_order() {
        try (var rig = rig()) {
            new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    rig.push(gray(i), i * 40L);
                }
                rig.endOfStream();
            }).start();

            for (int i = 0; i < 100; i++) {
                assertThat(rig.pull().pts()).isEqualTo(i * 40L);
            }
            rig.awaitEvent(Event.EOS);
            assertThat(rig.received()).isEqualTo(100);
        }
    }

    @Test
    void a_complete_group_needs_no_end_of_stream() {
        try (var rig = rig()) {
            push(rig, 0, 3);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(0L, 40L, 80L);
            assertThat(resolver.groupSizes).containsExactly(3);
        }
    }

    @Test
    void the_end_of_stream_drains_the_last_short_group() {
        try (var rig = rig()) {
            push(rig, 0, 4);
            rig.endOfStream();

            assertThat(rig.pull(4)).hasSize(4);
            rig.awaitEvent(Event.EOS);
            assertThat(resolver.groupSizes).containsExactly(3, 1);
        }
    }

    @Test
    void no_frames_give_no_frames_but_the_end_of_stream() {
        try (var rig = rig()) {
            rig.endOfStream();

            rig.awaitEvent(Event.EOS);
            assertThat(rig.received()).isZero();
        }
    }

    @Test
    void nothing_is_taken_after_the_end_of_stream() {
        try (var rig = rig()) {
            rig.endOfStream();
            rig.awaitEvent(Event.EOS);

            assertThat(rig.push(gray(1), 0)).isEqualTo(Flow.EOS);
        }
    }

    @Test
    void a_new_stream_after_the_end_of_stream_lets_data_flow_again() {
        try (var rig = rig()) {
            push(rig, 0, 1);
            rig.endOfStream();
            rig.awaitEvent(Event.EOS);

            assertThat(rig.streamStart("second")).isTrue();
            assertThat(rig.segment()).isTrue();
            assertThat(rig.push(gray(1), 400)).isEqualTo(Flow.OK);
            rig.endOfStream();

            assertThat(rig.pull(2)).extracting(Rig.Output::pts).containsExactly(0L, 400L);
            rig.awaitEvent(Event.EOS);
        }
    }

    @Test
    void recurrent_state_is_carried_over_borders_and_reset_at_discontinuities() {
        try (var rig = rig()) {
            push(rig, 0, 7);
            rig.push(gray(0), 280, DISCONT);
            rig.endOfStream();

            rig.pull(8);
            assertThat(resolver.groupSizes).containsExactly(3, 3, 1, 1);
            assertThat(resolver.groupsBeforeReset).containsExactly(0, 3);
        }
    }

    @Test
    void a_scene_cut_closes_the_group_and_resets_the_state() {
        try (var rig = rig()) {
            push(rig, 0, 2);
            rig.push(checkerboard(), 80);
            rig.endOfStream();

            rig.pull(3);
            assertThat(resolver.groupSizes).containsExactly(2, 1);
            assertThat(resolver.groupsBeforeReset).containsExactly(0, 1);
        }
    }

    @Test
    void a_gap_drains_without_a_reset() {
        try (var rig = rig()) {
            push(rig, 0, 2);
            rig.gap(80);
            push(rig, 3, 3);

            assertThat(rig.pull(5)).extracting(Rig.Output::pts).containsExactly(0L, 40L, 120L, 160L, 200L);
            assertThat(resolver.groupSizes).containsExactly(2, 3);
            assertThat(resolver.groupsBeforeReset).containsExactly(0);
        }
    }

    @Test
    void a_tag_keeps_its_place_and_does_not_split_the_group() {
        try (var rig = rig()) {
            rig.awaitEvent(Event.STREAM_START);
            push(rig, 0, 2);
            rig.tag("two");
            push(rig, 2, 1);

            rig.pull(3);
            assertThat(resolver.groupSizes).containsExactly(3);
            rig.awaitEvent(TAG);
        }
    }

    @Test
    void a_flush_drops_what_waits_and_the_stream_goes_on() {
        try (var rig = rig()) {
            push(rig, 0, 2);

            assertThat(rig.flushStart()).isTrue();
            assertThat(rig.push(gray(9), 80)).isEqualTo(Flow.FLUSHING);
            assertThat(rig.flushStop()).isTrue();
            rig.segment();
            push(rig, 100, 3);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(4000L, 4040L, 4080L);
            assertThat(resolver.groupSizes).containsExactly(3);
        }
    }

    @Test
    void a_flush_starts_nothing_on_a_source_pad_that_is_not_active() {
        try (var rig = rig()) {
            rig.setSourceActive(false);
            rig.flushStart();
            rig.flushStop();
            assertThat(rig.isPushing()).isFalse();

            rig.setSourceActive(true);
            assertThat(rig.isPushing()).isTrue();
        }
    }

    @Test
    void a_flush_returns_while_the_network_works_and_its_results_are_dropped() throws Exception {
        try (var rig = rig()) {
            resolver.permits.drainPermits();
            push(rig, 0, 3);
            resolver.awaitGroupInside();

            rig.flushStart();
            rig.flushStop();
            rig.segment();
            resolver.permits.release(100);
            push(rig, 100, 3);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(4000L, 4040L, 4080L);
            assertThat(resolver.groupsBeforeReset).containsExactly(0, 1);
        }
    }

    @Test
    void a_flush_frees_upstream_that_is_blocked() throws Exception {
        try (var rig = rig()) {
            resolver.permits.drainPermits();
            var results = new LinkedBlockingQueue<Integer>();
            new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    results.add(rig.push(gray(0), i));
                }
            }).start();
            for (int i = 0; i < 9; i++) {
                assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(Flow.OK);
            }

            assertThat(results.poll(100, TimeUnit.MILLISECONDS)).as("three groups are inside").isNull();
            rig.flushStart();

            assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(Flow.FLUSHING);
            resolver.permits.release(100);
            rig.flushStop();
        }
    }

    @Test
    void going_to_ready_frees_upstream_that_is_blocked() throws Exception {
        try (var rig = rig()) {
            resolver.permits.drainPermits();
            var results = new LinkedBlockingQueue<Integer>();
            new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    results.add(rig.push(gray(0), i));
                }
            }).start();
            for (int i = 0; i < 9; i++) {
                assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(Flow.OK);
            }

            new Thread(() -> resolver.permits.release(100)).start();
            rig.setState(READY);

            assertThat(results.poll(10, TimeUnit.SECONDS)).isNotEqualTo(Flow.ERROR);
            assertThat(resolver.isClosed).isTrue();
        }
    }

    @Test
    void new_caps_drain_under_the_old_ones() {
        try (var rig = rig()) {
            push(rig, 0, 2);
            rig.caps("video/x-raw,format=GRAY8,width=4,height=8,framerate=25/1");
            push(rig, 2, 1);
            rig.endOfStream();

            assertThat(rig.pull().bytes()).isEqualTo(upscaled(gray(0), 8));
            assertThat(rig.pull().bytes()).isEqualTo(upscaled(gray(1), 8));
            assertThat(rig.pull().bytes()).isEqualTo(upscaled(gray(2), 4));
            assertThat(resolver.groupsBeforeReset).containsExactly(0, 1);
        }
    }

    @Test
    void caps_that_are_said_again_change_nothing() throws Exception {
        try (var rig = rig(); var tap = rig.tap(output -> Flow.OK)) {
            push(rig, 0, 4);
            tap.await(arrivals -> arrivals.stream().anyMatch(arrival -> arrival.frame().isPresent()));
            tap.take();
            rig.push(SentEvent.caps(GRAY));
            push(rig, 4, 2);
            rig.endOfStream();
            tap.await(arrivals -> arrivals.stream().anyMatch(arrival -> arrival.is(Event.EOS)));

            assertThat(resolver.groupSizes).containsExactly(3, 3);
            assertThat(resolver.groupsBeforeReset).containsExactly(0);
            assertThat(tap.take()).noneMatch(arrival -> arrival.is(Event.CAPS));
        }
    }

    @Test
    void caps_that_were_refused_in_between_may_come_again() {
        try (var rig = rig()) {
            push(rig, 0, 3);
            rig.caps(GRAY + ",interlace-mode=interleaved");
            rig.caps(GRAY);
            push(rig, 3, 3);

            assertThat(rig.pull(6)).extracting(Rig.Output::pts).endsWith(200L);
        }
    }

    @Test
    void sizes_may_change_twelve_times() {
        try (var rig = rig()) {
            for (int i = 1; i <= 12; i++) {
                rig.caps("video/x-raw,format=GRAY8,framerate=25/1,height=2,width=" + 4 * i);
                rig.push(new byte[8 * i], i);
                rig.push(new byte[8 * i], i);
            }
            rig.endOfStream();

            for (int i = 1; i <= 12; i++) {
                assertThat(rig.pull().bytes()).hasSize(8 * 16 * i);
                assertThat(rig.pull().bytes()).hasSize(8 * 16 * i);
            }
        }
    }

    @Test
    void fifty_state_cycles_leave_the_element_usable() {
        try (var rig = rig()) {
            for (int cycle = 0; cycle < 50; cycle++) {
                push(rig, 0, 2);
                rig.restart();
                rig.caps(GRAY);
                rig.segment();
            }
            push(rig, 5, 3);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(200L, 240L, 280L);
            assertThat(rig.hasError()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"interleaved", "alternate"})
    void interlaced_video_is_refused_with_the_remedy(String mode) {
        try (var rig = rig()) {
            rig.caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1,interlace-mode=" + mode);

            assertThat(rig.error()).contains("interlaced").contains("deinterlace");
            assertThat(rig.push(gray(1), 0)).isEqualTo(Flow.NOT_NEGOTIATED);
        }
    }

    @Test
    void refused_caps_are_told_of_once_though_upstream_says_them_again() {
        String interlaced = GRAY + ",interlace-mode=interleaved";
        try (var rig = rig()) {
            rig.caps(interlaced);
            assertThat(rig.error()).contains("interlaced");

            rig.push(gray(1), 0);
            rig.caps(interlaced);
            assertThat(rig.hasError()).isFalse();
            rig.caps(GRAY);
            rig.caps(interlaced);
            assertThat(rig.hasError()).as("another time").isTrue();
        }
    }

    @Test
    void refused_caps_are_told_of_again_from_ready_on() {
        String interlaced = GRAY + ",interlace-mode=interleaved";
        try (var rig = rig()) {
            rig.caps(interlaced);
            rig.forgetMessages();

            rig.restart();
            rig.caps(interlaced);
            assertThat(rig.hasError()).isTrue();
        }
    }

    @Test
    void pictures_larger_than_gstreamer_can_describe_are_refused_with_their_size() {
        try (var rig = rig()) {
            rig.caps("video/x-raw,format=AYUV64,width=32768,height=32768,framerate=25/1");

            assertThat(rig.error()).contains("32768x32768").contains("AYUV64").contains("scale the video down");
        }
    }

    @Test
    void pictures_that_cannot_fit_are_refused_with_need_and_limit() {
        try (var rig = rig()) {
            rig.caps("video/x-raw,format=RGBx,width=8192,height=8192,framerate=25/1");

            assertThat(rig.error()).contains("8192x8192").contains("4096 MiB").contains("2047 MiB");
        }
    }

    @Test
    void pictures_larger_than_any_memory_are_refused_by_the_element_and_not_by_its_caps() {
        try (var rig = rig()) {
            rig.caps("video/x-raw,format=I420,width=16384,height=16384,framerate=25/1");

            assertThat(rig.error()).contains("16384x16384").contains("MiB").contains("limit");
        }
    }

    @Test
    void a_buffer_that_is_too_small_is_an_error() {
        try (var rig = rig()) {
            assertThat(rig.push(new byte[7], 0)).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("smaller than its caps");
        }
    }

    @Test
    void a_network_that_cannot_be_loaded_fails_the_state_change_with_the_reason() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> {
            throw new ModelException(ModelException.Cause.NOT_FOUND, "no weights " + model + " for " + device);
        }));

        assertThat(Rig.errorWhenStarting("fastvsr-tested", "model", "x.safetensors", "device", "cuda:7"))
                .isEqualTo("no weights x.safetensors for cuda:7");
    }

    @Test
    void a_network_that_fails_stops_the_stream_with_the_reason() throws Exception {
        try (var rig = rig()) {
            resolver.failure = new ModelException(ModelException.Cause.ENGINE, "the engine broke");
            push(rig, 0, 3);

            assertThat(rig.error()).isEqualTo("the engine broke");
            int flow = Flow.OK;
            for (int i = 3; flow == Flow.OK; i++) {
                flow = rig.push(gray(i), i * 40L);
            }
            assertThat(flow).isEqualTo(Flow.ERROR);
        }
    }

    @Test
    void a_network_that_fails_is_told_of_once_though_the_stream_has_ended() throws Exception {
        try (var rig = rig()) {
            resolver.permits.drainPermits();
            push(rig, 0, 3);
            resolver.awaitGroupInside();
            rig.endOfStream();
            resolver.failure = new ModelException(ModelException.Cause.ENGINE, "the GPU is lost");
            resolver.permits.release(100);

            assertThat(rig.error()).isEqualTo("the GPU is lost");
            rig.awaitEvent(Event.EOS);
            assertThat(rig.hasError()).isFalse();
        }
    }

    @Test
    void a_network_that_has_failed_takes_nothing_after_a_flush_either_and_is_loaded_again_from_ready() throws Exception {
        try (var rig = rig()) {
            resolver.failure = new ModelException(ModelException.Cause.ENGINE, "the engine broke");
            push(rig, 0, 3);
            rig.error();
            rig.flushStart();
            rig.flushStop();
            rig.segment();
            int flow = Flow.OK;
            while (flow == Flow.OK) { // the worker may still be on its way out
                flow = rig.push(gray(3), 120);
            }
            assertThat(flow).isEqualTo(Flow.ERROR);

            resolver.failure = null;
            rig.restart();
            rig.caps(GRAY);
            push(rig, 4, 3);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(160L, 200L, 240L);
        }
    }

    @Test
    void a_failure_nobody_thought_of_is_an_element_error() throws Exception {
        try (var rig = rig()) {
            resolver.failure = new IllegalStateException("surprise");
            push(rig, 0, 3);

            assertThat(rig.error()).contains("surprise");
        }
    }

    @Test
    void sizes_are_negotiated_in_both_directions() {
        try (var rig = new Rig("fastvsr-tested")) {
            rig.downstreamCaps("video/x-raw,format={I420,NV12},width=[1,1000],height=720,framerate=30/1");

            assertThat(rig.sinkCaps()).contains("width=(int)[ 1, 1000 ]").contains("height=(int)[ 180, 720 ]")
                    .contains("format=(string){ I420, NV12 }").contains("framerate=(fraction)30/1");
        }
    }

    @Test
    void the_latency_is_the_group_length_less_one_frame() {
        try (var rig = rig()) {
            assertThat(rig.latencyNanos()).isEqualTo(2 * 40_000_000L);
        }
    }

    @Test
    void the_latency_of_large_pictures_ends_with_them() {
        try (var rig = rig()) {
            resolver.nanosPerFrame = 20_000_000;
            push(rig, 0, 9);
            rig.pull(9);
            assertThat(rig.latencyNanos()).isGreaterThanOrEqualTo((2 * 40 + 3 * 20) * 1_000_000L);

            resolver.nanosPerFrame = 0;
            rig.caps(GRAY.replace("width=8", "width=4"));
            for (int i = 9; i < 18; i++) {
                rig.push(new byte[16], i * 40L);
            }
            rig.pull(9);

            assertThat(rig.latencyNanos()).isLessThan((2 * 40 + 3 * 20) * 1_000_000L);
        }
    }

    @Test
    void statistics_count_frames_and_groups() {
        try (var rig = rig()) {
            push(rig, 0, 4);
            rig.endOfStream();
            rig.pull(4);
            rig.awaitEvent(Event.EOS);

            assertThat(rig.stats()).contains("frames-in=(guint64)4").contains("frames-out=(guint64)4")
                    .contains("groups=(guint64)2").contains("model=(string)nearest").contains("device=(string)cpu");
        }
    }

    @Test
    void statistics_begin_anew_with_the_state_ready() {
        try (var rig = rig()) {
            push(rig, 0, 3);
            rig.pull(3);
            rig.restart();

            assertThat(rig.stats()).contains("frames-out=(guint64)0", "groups=(guint64)0", "fps=(double)0,");
        }
    }

    /** Works two of the milliseconds that a group takes. */
    private final class Measured extends Forwarding {
        Measured() {
            super(resolver);
        }

        @Override
        public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
            upscale(inputs, outputs);
            return new Upscaling() {
                @Override
                public void await() {
                    // done already
                }

                @Override
                public OptionalLong busyNanos() {
                    return OptionalLong.of(2_000_000);
                }
            };
        }
    }

    @Test
    void statistics_tell_how_much_of_the_time_the_gpu_computes() {
        resolver.nanosPerFrame = 2_000_000;
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> new Measured()));
        try (var rig = rig()) {
            push(rig, 0, 9);
            rig.pull(9);

            assertThat(rig.stats()).contains("gpu-ms=(double)2,");
            var share = Pattern.compile("gpu-busy=\\(double\\)([0-9.e-]+)").matcher(rig.stats());
            assertThat(share.find()).isTrue();
            assertThat(Double.parseDouble(share.group(1))).isBetween(0.001, 0.34);
        }
    }

    @Test
    void who_points_at_the_upscaled_picture_points_at_the_same_place_of_the_input() {
        try (var rig = rig()) {
            rig.navigate("event=mouse-move, pointer_x=30.0, pointer_y=6.0");
            assertThat(rig.navigation()).contains("pointer_x=(double)7.5", "pointer_y=(double)1.5");

            rig.navigate("event=touch-down, identifier=(uint)1, pointer_x=16.0, pointer_y=8.0, pressure=1.0");
            assertThat(rig.navigation()).contains("pointer_x=(double)4", "pointer_y=(double)2", "pressure=(double)1");

            rig.navigate("event=key-press, key=space");
            assertThat(rig.navigation()).contains("key=(string)space");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x1", "1x2", "3x5", "7x7", "161x91", "16x16"})
    void every_size_gives_four_times_that_size(String size) {
        int width = Integer.parseInt(size.split("x")[0]);
        int height = Integer.parseInt(size.split("x")[1]);
        for (String format : List.of("I420", "NV12", "RGB", "RGBx", "YV12", "Y42B", "Y444", "AYUV", "I420_10LE",
                "P010_10LE", "GRAY16_LE")) {
            try (var rig = new Rig("fastvsr-tested", "group-length", "2")) {
                rig.caps("video/x-raw,format=" + format + ",framerate=25/1,width=" + width + ",height=" + height);
                int bytes = Host.pictureBytes(format, width, height);
                rig.push(flat(bytes), 0);
                rig.endOfStream();

                assertThat(rig.pull().bytes()).as(format).hasSize(Host.pictureBytes(format, 4 * width, 4 * height));
            }
        }
    }

    @Test
    void memory_does_not_grow_with_the_length_of_the_stream() throws Exception {
        try (var rig = new Rig("fastvsr-tested", "group-length", "4")) {
            rig.caps("video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1");
            pass(rig, 400);
            long before = residentBytes();

            pass(rig, 2000);

            assertThat(residentBytes() - before).as("2000 frames are 2.5 GB").isLessThan(150_000_000L);
        }
    }

    private static void pass(Rig rig, int frames) {
        var picture = flat(320 * 240);
        for (int i = 0; i < frames; i += 4) {
            for (int j = 0; j < 4; j++) {
                rig.push(picture, i * 40L);
            }
            rig.drop(4);
        }
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }

    private static byte[] flat(int bytes) {
        var picture = new byte[bytes];
        Arrays.fill(picture, (byte) 100);
        return picture;
    }

    /** Pushes frames that are one shot: the same picture with a little noise in one sample. */
    private static void push(Rig rig, int first, int count) {
        for (int i = first; i < first + count; i++) {
            assertThat(rig.push(gray(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    private static byte[] checkerboard() {
        var picture = new byte[8 * 4];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) ((i + i / 8) % 2 * 255);
        }
        return picture;
    }

    /** A smooth picture that differs slightly for every seed. */
    static byte[] gray(int seed) {
        var picture = new byte[8 * 4];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) (40 + i + seed % 5);
        }
        return picture;
    }

    static byte[] upscaled(byte[] gray, int width) {
        var picture = new byte[gray.length * 16];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = gray[i / (4 * width) / 4 * width + i % (4 * width) / 4];
        }
        return picture;
    }
}
