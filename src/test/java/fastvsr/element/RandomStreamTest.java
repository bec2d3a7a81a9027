package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random streams against the contract: all that was not flushed leaves once, in order, upscaled. */
@Timeout(60)
class RandomStreamTest {
    /** A frame that went in, and the flush after which that happened. */
    private record Sent(long pts, int width, int flush) {
    }

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> new NearestNeighbour()));
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_not_flushed_leaves_once_and_in_order(long seed) throws Exception {
        var random = new Random(seed);
        try (var rig = new Rig("fastvsr-tested", "group-length", String.valueOf(1 + random.nextInt(5)))) {
            var sent = new ArrayList<Sent>();

            int flushes = drive(rig, random, sent);
            rig.endOfStream();
            rig.awaitEvent(Event.EOS);

            var received = rig.pullAll();
            check(sent, received, flushes);
        }
    }

    private static int drive(Rig rig, Random random, List<Sent> sent) {
        int width = 4;
        int flushes = 0;
        setWidth(rig, width);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(12)) {
                case 0 -> rig.tag("t" + step);
                case 1 -> rig.gap(step);
                case 2 -> rig.segment();
                case 3 -> setWidth(rig, width = 1 + random.nextInt(9));
                case 4 -> {
                    rig.flushStart();
                    rig.flushStop();
                    rig.segment();
                    flushes++;
                }
                case 5 -> rig.reconfigure();
                case 6 -> rig.drain();
                default -> {
                    int flags = random.nextInt(8) == 0 ? 1 << 6 : 0;
                    assertThat(rig.push(picture(width, step), step, flags)).isEqualTo(Flow.OK);
                    sent.add(new Sent(step, width, flushes));
                }
            }
        }
        return flushes;
    }

    private static void setWidth(Rig rig, int width) {
        rig.caps("video/x-raw,format=I420,height=3,framerate=25/1,width=" + width);
    }

    private static byte[] picture(int width, int seed) {
        var picture = new byte[Host.pictureBytes("I420", width, 3)];
        Arrays.fill(picture, (byte) seed);
        return picture;
    }

    private static void check(List<Sent> sent, List<Rig.Output> received, int flushes) {
        var pts = received.stream().map(Rig.Output::pts).toList();
        assertThat(pts).isSorted().doesNotHaveDuplicates();
        for (int flush = 0; flush <= flushes; flush++) {
            int part = flush;
            var expected = sent.stream().filter(frame -> frame.flush() == part).toList();
            long arrived = expected.stream().filter(frame -> pts.contains(frame.pts())).count();
            assertThat(expected.stream().limit(arrived).map(Sent::pts)).as("no holes before a flush")
                    .allMatch(pts::contains);
            assertThat(part < flushes || arrived == expected.size()).as("nothing lost after the last flush").isTrue();
        }
        for (var output : received) {
            var frame = sent.stream().filter(one -> one.pts() == output.pts()).findFirst().orElseThrow();
            assertThat(output.bytes()).hasSize(Host.pictureBytes("I420", 4 * frame.width(), 12));
            assertThat(output.bytes()[0]).isEqualTo((byte) frame.pts());
        }
    }
}
