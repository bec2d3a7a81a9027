package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.RawPicture;
import fastvsr.gst.Rig;
import fastvsr.gst.SentEvent;
import fastvsr.gst.Tap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which output size is agreed upon, and what becomes of the frames then. */
@Timeout(60)
class OutputSizeTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,framerate=25/1,width=";
    private static final int READY = 2;
    private static final int PLAYING = 4;

    private NearestNeighbour resolver;

    @BeforeEach
    void register() {
        resolver = new NearestNeighbour();
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> resolver));
    }

    private static Rig rig(String... properties) {
        return new Rig("fastvsr-tested", properties);
    }

    /** Width, height and pixel aspect ratio of the agreed caps, as {@code 640x360 1/1}. */
    private static String agreed(Rig rig) {
        String caps = rig.agreedCaps();
        return field(caps, "width=\\(int\\)(\\d+)", "?") + "x" + field(caps, "height=\\(int\\)(\\d+)", "?") + " "
                + field(caps, "pixel-aspect-ratio=\\(fraction\\)([0-9/]+)", "1/1");
    }

    private static String field(String caps, String pattern, String missing) {
        var found = Pattern.compile(pattern).matcher(caps);
        return found.find() ? found.group(1) : missing;
    }

    private static void push(Rig rig, int bytes, long pts) {
        var picture = new byte[bytes];
        Arrays.fill(picture, (byte) 90);
        assertThat(rig.push(picture, pts)).isEqualTo(Flow.OK);
    }

    private static String agreed(String input, String downstream, String... properties) {
        try (var rig = rig(properties)) {
            rig.downstreamCaps("video/x-raw" + downstream);
            String[] size = input.split("[x ]");
            String ratio = size.length > 2 ? ",pixel-aspect-ratio=" + size[2] : "";
            rig.caps(GRAY + size[0] + ",height=" + size[1] + ratio);
            push(rig, Host.pictureBytes("GRAY8", Integer.parseInt(size[0]), Integer.parseInt(size[1])), 0);
            rig.endOfStream();
            return agreed(rig, rig.pull().bytes().length);
        }
    }

    private static String agreed(Rig rig, int bytes) {
        String agreed = agreed(rig);
        String[] size = agreed.split("[x ]");
        assertThat(bytes).isEqualTo(Host.pictureBytes("GRAY8", Integer.parseInt(size[0]), Integer.parseInt(size[1])));
        return agreed;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "48x27        |                                           | 192x108 1/1",
        "48x27        | ,height=100                               | 178x100 1/1",
        "48x27        | ,width=96                                 | 96x54 1/1",
        "48x27        | ,width=48,height=108                      | 48x108 4/1",
        "48x27        | ,width=48,height=108,pixel-aspect-ratio=1/1 | 48x108 1/1",
        "48x27        | ,width=[1,100],height=[1,100]             | 100x56 1/1",
        "48x27        | ,width={64,160}                           | 160x90 1/1",
        "48x27        | ,width={50,100,400},height={60,80}        | 100x60 16/15",
        "48x27        | ,width=48                                 | 48x27 1/1",
        "161x91       | ,height=180                               | 318x180 1/1",
        "45x36 16/15  |                                           | 180x144 16/15",
        "45x36 16/15  | ,pixel-aspect-ratio=1/1                   | 180x135 1/1",
        "45x36 16/15  | ,pixel-aspect-ratio=1/1,height=72         | 96x72 1/1",
        "45x36 16/15  | ,pixel-aspect-ratio=1/1,width=96          | 96x72 1/1",
        "45x36 16/15  | ,height=72                                | 90x72 16/15",
        "48x27 0/1    |                                           | 192x108 1/1",
        "20x20 1/2    | ,pixel-aspect-ratio=1/1                   | 40x80 1/1",
        "1x1          | ,width=3,height=2                         | 3x2 2/3"})
    void downstream_chooses_and_the_picture_keeps_its_shape(String input, String downstream, String expected) {
        assertThat(agreed(input, downstream == null ? "" : downstream.trim())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "48x27  | 2    |               | 96x54 1/1",
        "161x91 | 1.5  |               | 242x137 1/1",
        "48x27  | 1    |               | 48x27 1/1",
        "48x27  | 2    | ,width=192    | 192x108 1/1",
        "48x27  | 3.25 | ,height=[1,54]| 96x54 1/1"})
    void the_scale_rules_where_downstream_leaves_the_size_open(String input, String scale, String downstream,
            String expected) {
        assertThat(agreed(input, downstream == null ? "" : downstream.trim(), "scale", scale)).isEqualTo(expected);
    }

    @Test
    void a_scale_that_would_make_a_side_too_long_is_warned_of_once() {
        try (var rig = rig()) {
            rig.caps(GRAY + "30000,height=2");
            assertThat(rig.warning()).contains("30000x2 becomes 30000x2 instead of 120000x8", "32768");

            rig.reconfigure();
            push(rig, 60_000, 0);
            assertThat(rig.hasWarning()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"9000 |", "3000 | ,height=4", "30000 | ,width=30000", "20000 | ,width=[1,32000]"})
    void a_size_that_downstream_wants_is_not_warned_of(String width, String downstream) {
        try (var rig = rig("scale", "3.5")) {
            rig.downstreamCaps("video/x-raw" + (downstream == null ? "" : downstream));
            rig.caps(GRAY + width + ",height=2");
            rig.awaitEvent(Event.CAPS);

            assertThat(rig.hasWarning()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        ",width=1920,height=1080                | [ 480, 1920 ] | [ 270, 1080 ]",
        ",width=[100,200],height=50             | [ 25, 200 ]   | [ 13, 50 ]",
        ",width={ 100, 400 },height=50          | { [ 25, 100 ]; [ 100, 400 ] } | [ 13, 50 ]"})
    void the_sink_takes_what_downstream_can_be_served_from(String downstream, String widths, String heights) {
        try (var rig = rig()) {
            rig.downstreamCaps("video/x-raw" + downstream);

            assertThat(rig.sinkCaps().replace(", [", "; [")).contains("width=(int)" + widths + ", height=(int)" + heights);
        }
    }

    @Test
    void the_sink_likes_best_what_downstream_likes_best_unless_upstream_says_what_it_likes() {
        try (var rig = rig()) {
            rig.downstreamCaps("video/x-raw,format=RGB; video/x-raw,format=I420; video/x-raw,format=GRAY8");

            assertThat(formats(rig.sinkCaps())).containsExactly("RGB", "I420", "GRAY8");
            assertThat(formats(rig.sinkCaps("video/x-raw"))).containsExactly("RGB", "I420", "GRAY8");
            assertThat(formats(rig.sinkCaps("video/x-raw,format={I420,GRAY8,RGB,GRAY16_BE}"))).containsExactly("RGB", "I420", "GRAY8");
            assertThat(formats(rig.sinkCaps("video/x-raw,format=GRAY8; video/x-raw,format=I420"))).containsExactly("GRAY8", "I420");
        }
    }

    private static Stream<String> formats(String caps) {
        return Pattern.compile("format=\\(string\\)(\\w+)").matcher(caps).results().map(found -> found.group(1));
    }

    @Test
    void the_sink_likes_best_what_is_cheapest_where_downstream_likes_everything() {
        try (var rig = rig()) {
            assertThat(rig.sinkCaps()).startsWith("video/x-raw, format=(string){ I420,");
            assertThat(rig.sinkCaps("video/x-raw,format={RGB,NV12}")).startsWith("video/x-raw, format=(string)NV12")
                    .contains("format=(string)RGB");
        }
    }

    @Test
    void the_source_offers_one_to_four_times_what_upstream_gives() {
        String upstream = "video/x-raw,format=I420,width={ 100, 320 },height=[10,20],pixel-aspect-ratio=1/1";

        String source = Rig.sourceCapsBehind(upstream, "fastvsr-tested");

        assertThat(source).contains("width=(int){ [ 100, 400 ], [ 320, 1280 ] }").contains("height=(int)[ 10, 80 ]")
                .doesNotContain("pixel-aspect-ratio");
    }

    @Test
    void a_size_out_of_reach_is_refused() {
        try (var rig = rig()) {
            rig.downstreamCaps("video/x-raw,width=200");
            rig.caps(GRAY + "48,height=27");

            assertThat(rig.push(new byte[48 * 27], 0)).isEqualTo(Flow.NOT_NEGOTIATED);
        }
    }

    @Test
    void frames_of_the_size_asked_for_pass_unchanged_and_at_once() {
        try (var rig = rig("scale", "1")) {
            rig.caps(GRAY + "8,height=4");
            long buffer = rig.give(FastVsrTest.gray(1), 40);

            assertThat(rig.take()).as("the very buffer").isEqualTo(buffer);
            assertThat(resolver.groupSizes).isEmpty();
            assertThat(rig.latencyNanos()).isZero();
            assertThat(rig.stats()).contains("frames-in=(guint64)1").contains("frames-out=(guint64)1");
        }
    }

    @Test
    void pictures_too_large_for_the_network_may_pass() {
        try (var rig = rig("scale", "1")) {
            rig.caps("video/x-raw,format=RGBx,framerate=25/1,width=8192,height=8192");
            rig.awaitEvent(Event.CAPS);

            assertThat(agreed(rig)).isEqualTo("8192x8192 1/1");
            assertThat(rig.hasError()).isFalse();
        }
    }

    @Test
    void passing_frames_keep_their_place_between_events_and_wait_for_downstream() throws Exception {
        try (var rig = rig("scale", "1")) {
            rig.caps(GRAY + "8,height=4");
            for (int i = 0; i < 50; i++) {
                push(rig, 32, i * 40L);
            }
            rig.endOfStream();
            rig.awaitEvent(Event.EOS);

            assertThat(rig.pullAll()).extracting(Rig.Output::pts).hasSize(50).isSorted();
        }
    }

    @Test
    void downstream_may_ask_for_another_size_at_any_time() {
        try (var rig = rig("group-length", "3")) {
            rig.caps(GRAY + "8,height=4");
            for (int i = 0; i < 5; i++) {
                push(rig, 32, 40 * i);
            }
            rig.drop(3);
            rig.downstreamCaps("video/x-raw,width=16");
            push(rig, 32, 200);
            rig.endOfStream();

            assertThat(rig.pull(3)).extracting(output -> output.bytes().length).containsExactly(32 * 16, 32 * 16, 32 * 4);
            assertThat(resolver.groupSizes).containsExactly(3, 2, 1);
            assertThat(resolver.groupsBeforeReset).as("the shot goes on").containsExactly(0);
        }
    }

    @Test
    void another_size_that_was_asked_for_comes_though_upstream_says_its_caps_again() {
        try (var rig = rig("group-length", "3")) {
            rig.caps(GRAY + "8,height=4");
            push(rig, 32, 0);
            rig.set("scale", "2");
            rig.push(SentEvent.caps(GRAY + "8,height=4"));
            push(rig, 32, 40);
            rig.endOfStream();

            assertThat(rig.pull(2)).extracting(output -> output.bytes().length).containsExactly(32 * 16, 32 * 4);
            assertThat(resolver.groupsBeforeReset).as("the shot goes on").containsExactly(0);
        }
    }

    @Test
    void the_scale_may_change_at_any_time_even_to_one_and_back() {
        try (var rig = rig("group-length", "3")) {
            rig.caps(GRAY + "8,height=4");
            push(rig, 32, 0);
            rig.set("scale", "1");
            push(rig, 32, 40);
            rig.set("scale", "2");
            push(rig, 32, 80);
            rig.endOfStream();

            assertThat(rig.pull(3)).extracting(output -> output.bytes().length).containsExactly(32 * 16, 32, 32 * 4);
            assertThat(resolver.groupsBeforeReset).as("frames are missing in between").containsExactly(0, 1);
        }
    }

    /** Upstream was told that any strides are welcome, downstream was never asked. */
    @Test
    void frames_that_begin_to_pass_lie_as_their_caps_say() {
        String caps = GRAY + "8,height=4";
        var picture = new RawPicture(caps, FastVsrTest.gray(7));
        try (var rig = rig("group-length", "1")) {
            rig.caps(caps);
            rig.offerToUpstream(caps);
            rig.pushWithLongRows(picture, "GRAY8", 24);
            rig.upstreamEvents();

            rig.set("scale", "1");
            rig.pushWithLongRows(picture, "GRAY8", 24);
            rig.pushWithLongRows(picture, "GRAY8", 0);

            assertThat(rig.upstreamEvents()).as("upstream may choose other buffers").extracting(Tap.Described::type)
                    .containsOnlyOnce(Event.RECONFIGURE);
            assertThat(rig.pull(3)).extracting(Rig.Output::bytes).endsWith(picture.bytes(), picture.bytes());
            rig.pushWithLongRows(picture, "GRAY8", 24);
            assertThat(rig.pull().bytes()).isEqualTo(picture.bytes());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** Frames of 8x4 go in; the bytes that have to come out for each are known when it goes in. */
    @ParameterizedTest
    @MethodSource("seeds")
    void every_frame_leaves_in_the_size_that_was_wanted_when_it_came(long seed) {
        var random = new Random(seed);
        var expected = new ArrayList<Integer>();
        try (var rig = rig("group-length", String.valueOf(1 + random.nextInt(4)))) {
            rig.caps(GRAY + "8,height=4");
            double scale = 4;
            for (int step = 0; step < 50; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> rig.set("scale", String.valueOf(scale = List.of(1.0, 1.5, 2.0, 4.0).get(random.nextInt(4))));
                    case 1 -> rig.reconfigure();
                    case 2 -> rig.gap(step);
                    case 3 -> rig.tag("t" + step);
                    default -> {
                        push(rig, 32, step);
                        expected.add(Host.pictureBytes("GRAY8", (int) (8 * scale), (int) (4 * scale)));
                    }
                }
            }
            rig.endOfStream();
            rig.awaitEvent(Event.EOS);

            assertThat(rig.pullAll()).extracting(output -> output.bytes().length).isEqualTo(expected);
        }
    }

    @Test
    void frames_pass_again_after_a_stop() {
        try (var rig = rig("scale", "1")) {
            rig.caps(GRAY + "8,height=4");
            push(rig, 32, 0);

            rig.setState(READY);
            rig.setState(PLAYING);
            rig.caps(GRAY + "8,height=4");
            rig.segment();
            push(rig, 32, 40);

            assertThat(rig.pull().bytes()).hasSize(32);
        }
    }
}
