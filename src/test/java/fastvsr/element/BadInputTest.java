package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Annotations;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What neighbours should not do, and do. */
@Timeout(60)
class BadInputTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";
    private static final int CUSTOM_ERROR = -100;

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> new NearestNeighbour()));
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "3").caps(GRAY);
    }

    @Test
    void a_buffer_smaller_than_its_caps_say_is_an_error() {
        try (var rig = rig()) {
            assertThat(rig.push(new byte[31], 0)).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("smaller than its caps");
        }
    }

    @Test
    void an_empty_buffer_is_an_error() {
        try (var rig = rig()) {
            assertThat(rig.push(new byte[0], 0)).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("smaller than its caps");
        }
    }

    @Test
    void memory_that_cannot_be_read_is_an_error_with_the_remedy() {
        try (var rig = rig()) {
            assertThat(rig.pushUnreadable(32)).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("cannot be read here", "gldownload");
        }
    }

    @Test
    void strides_shorter_than_a_row_are_an_error() {
        try (var rig = rig()) {
            assertThat(rig.push(FastVsrTest.gray(0), 0, Annotations.grayStride(8, 4, 5))).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("strides of a buffer do not fit");
        }
    }

    @Test
    void strides_that_reach_beyond_the_memory_are_an_error() {
        try (var rig = rig()) {
            assertThat(rig.push(FastVsrTest.gray(0), 0, Annotations.grayStride(8, 4, 4096))).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("strides of a buffer do not fit");
        }
    }

    @Test
    void frames_without_timestamps_come_out_without_them() {
        try (var rig = rig()) {
            for (int i = 0; i < 3; i++) {
                assertThat(rig.push(FastVsrTest.gray(i), -1)).isEqualTo(Flow.OK);
            }

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(-1L, -1L, -1L);
        }
    }

    @Test
    void timestamps_that_go_backwards_keep_the_order_of_arrival() {
        try (var rig = rig()) {
            for (long pts : List.of(80L, 40L, 0L, 80L, 80L, 20L)) {
                assertThat(rig.push(FastVsrTest.gray(1), pts)).isEqualTo(Flow.OK);
            }

            assertThat(rig.pull(6)).extracting(Rig.Output::pts).containsExactly(80L, 40L, 0L, 80L, 80L, 20L);
        }
    }

    @Test
    void caps_without_a_frame_rate_are_taken() {
        try (var rig = new Rig("fastvsr-tested", "group-length", "1")) {
            rig.caps("video/x-raw,format=GRAY8,width=8,height=4");
            rig.push(FastVsrTest.gray(0), 0);

            assertThat(rig.pull().bytes()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(0), 8));
            assertThat(rig.agreedCaps()).contains("width=(int)32");
        }
    }

    @Test
    void a_frame_before_any_caps_is_refused() {
        try (var rig = new Rig("fastvsr-tested")) {
            assertThat(rig.push(FastVsrTest.gray(0), 0)).isEqualTo(Flow.NOT_NEGOTIATED);
        }
    }

    @Test
    void groups_beyond_memory_are_refused_with_need_and_limit() {
        try (var rig = new Rig("fastvsr-tested", "group-length", "64")) {
            rig.caps("video/x-raw,format=RGBx,width=4096,height=4096,framerate=25/1");

            assertThat(rig.error())
                    .containsPattern("64 frames of 4096x4096 need \\d+ MiB, the limit is half of the memory, \\d+ MiB")
                    .contains("smaller group-length");
        }
    }

    @Test
    void an_allocation_that_fails_is_an_error_with_the_need() throws Exception {
        try (var rig = new Rig("fastvsr-tested", "group-length", "3").downstreamMemory(4).caps(GRAY)) {
            int flow = Flow.OK;
            for (int i = 0; flow == Flow.OK; i++) {
                flow = rig.push(FastVsrTest.gray(i), i * 40L);
            }

            assertThat(flow).isEqualTo(Flow.ERROR);
            assertThat(rig.error()).contains("no memory for one more picture of 512 bytes", "group-length");
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(Flow.NOT_LINKED, Flow.FLUSHING, Flow.EOS, Flow.NOT_NEGOTIATED, Flow.ERROR, CUSTOM_ERROR)
                .flatMap(flow -> IntStream.rangeClosed(1, 7).mapToObj(frame -> Arguments.of(flow, frame)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_downstream_answers_at_any_frame_reaches_upstream(int refusal, int frame) {
        var seen = new AtomicInteger();
        try (var rig = rig(); var tap = rig.tap(output -> seen.incrementAndGet() == frame ? refusal : Flow.OK)) {
            int flow = Flow.OK;
            for (int i = 0; flow == Flow.OK; i++) {
                flow = rig.push(FastVsrTest.gray(i), i * 40L);
            }

            assertThat(flow).isEqualTo(refusal);
            assertThat(seen.get()).as("nothing is pushed after a refusal").isEqualTo(frame);
            assertThat(rig.hasError()).as("upstream posts the error").isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_downstream_answers_after_the_end_of_the_stream_is_posted(int refusal, int frame) throws Exception {
        var seen = new AtomicInteger();
        try (var rig = new Rig("fastvsr-tested", "group-length", "8").caps(GRAY);
                var tap = rig.tap(output -> seen.incrementAndGet() == frame ? refusal : Flow.OK)) {
            for (int i = 0; i < 7; i++) {
                rig.push(FastVsrTest.gray(i), i * 40L);
            }
            rig.endOfStream();

            if (refusal == Flow.FLUSHING) {
                tap.await(arrivals -> seen.get() == frame);
            } else {
                tap.await(arrivals -> arrivals.stream().anyMatch(arrival -> arrival.is(Event.EOS)));
                assertThat(rig.hasError()).isEqualTo(refusal != Flow.EOS);
            }
            assertThat(seen.get()).isEqualTo(frame);
        }
    }
}
