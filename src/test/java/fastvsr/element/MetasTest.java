package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Annotations;
import fastvsr.gst.Annotations.Region;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What buffers say of their pictures beside timestamps reaches the upscaled ones. */
@Timeout(60)
class MetasTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> new NearestNeighbour()));
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "1").caps(GRAY);
    }

    @Test
    void regions_of_interest_grow_with_the_picture() {
        try (var rig = rig()) {
            rig.push(FastVsrTest.gray(0), 0, Annotations.region(new Region("face", 2, 1, 5, 3))
                    .andThen(Annotations.region(new Region("hand", 0, 0, 1, 2))));

            assertThat(rig.pullRegions()).containsExactlyInAnyOrder(new Region("face", 8, 4, 20, 12),
                    new Region("hand", 0, 0, 4, 8));
        }
    }

    @Test
    void what_does_not_depend_on_the_size_is_copied() {
        try (var rig = rig()) {
            rig.push(FastVsrTest.gray(0), 0, Annotations.takenAt(1234));

            assertThat(rig.pullIsTakenAt(1234)).isTrue();
        }
    }

    @Test
    void interpolated_frames_keep_their_regions() {
        try (var rig = rig()) {
            rig.sendQos(1, 0, 1000);
            rig.push(FastVsrTest.gray(0), 0, Annotations.region(new Region("face", 2, 1, 5, 3)));

            assertThat(rig.pullRegions()).containsExactly(new Region("face", 8, 4, 20, 12));
        }
    }

    @Test
    void a_crop_is_refused_with_its_remedy() {
        try (var rig = rig()) {
            assertThat(rig.push(FastVsrTest.gray(0), 0, Annotations.crop(2, 0, 6, 4))).isEqualTo(Flow.ERROR);

            assertThat(rig.error()).contains("x=2, y=0, width=6, height=4", "videocrop");
        }
    }

    @Test
    void a_crop_that_leaves_everything_is_none() {
        try (var rig = rig()) {
            rig.push(FastVsrTest.gray(0), 0, Annotations.crop(0, 0, 8, 4));

            assertThat(rig.pull().bytes()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(0), 8));
        }
    }
}
