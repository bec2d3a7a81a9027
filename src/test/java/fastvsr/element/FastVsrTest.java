package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The element between two harness pads, with a resolver whose results are known. */
class FastVsrTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";
    private static final int DISCONT = 1 << 6;

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

            assertThat(output.bytes()).isEqualTo(upscaled(gray(1)));
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

    static byte[] gray(int seed) {
        var picture = new byte[8 * 4];
        new Random(seed).nextBytes(picture);
        return picture;
    }

    static byte[] upscaled(byte[] gray) {
        var picture = new byte[32 * 16];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = gray[i / 32 / 4 * 8 + i % 32 / 4];
        }
        return picture;
    }
}
