package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.VideoInfo;
import fastvsr.model.Machine;
import fastvsr.window.WindowShape;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
    private static final WindowShape SHAPE = new WindowShape(64, 0, 2);
    private final SizeLimit limit = new SizeLimit();

    /**
     * Of gray pictures for which half of the memory holds so many groups of upscaled ones, and 8 groups that wait and one in the
     * network; each picture is 16 times as large as one that waits.
     */
    private Optional<String> objection(double groups) {
        int side = (int) Math.sqrt(Machine.memoryBytes() / 2 / 64 / (8 + 1 + 16 * groups)) / 4 * 4;
        try (var caps = Host.caps("video/x-raw,format=GRAY8,width=" + side + ",height=" + side + ",framerate=25/1")) {
            return limit.objection(VideoInfo.of(caps).orElseThrow(), 16L * side * side, SHAPE);
        }
    }

    @Test
    void one_group_of_results_leaves_while_one_is_written() {
        limit.learn(new NearestNeighbour());

        assertThat(objection(2.1)).isEmpty();
        assertThat(objection(1.9)).isPresent();
    }

    @Test
    void where_groups_overlap_one_leaves_while_two_are_written() {
        limit.learn(new OverlappingNetwork(new CountDownLatch(0)));

        assertThat(objection(3.1)).isEmpty();
        assertThat(objection(2.9)).hasValueSatisfying(text -> assertThat(text).contains("Groups of 64 frames", "half of the memory"));
    }
}
