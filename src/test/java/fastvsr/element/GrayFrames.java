package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Flow;
import fastvsr.gst.Rig;

/** Frames of one grey each, 40 ns apart, and what nearest-neighbour interpolation makes of them. */
final class GrayFrames {
    private GrayFrames() {
    }

    /** Pushes {@code count} frames from number {@code first} on. */
    static void push(Rig rig, int first, int count) {
        for (int i = first; i < first + count; i++) {
            assertThat(rig.push(FastVsrTest.gray(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    /** Pulls them, upscaled. */
    static void assertPulled(Rig rig, int first, int count) {
        for (int i = first; i < first + count; i++) {
            var output = rig.pull();
            assertThat(output.pts()).isEqualTo(i * 40L);
            assertThat(output.bytes()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(i), 8));
        }
    }
}
