package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fastvsr.model.Preset;
import fastvsr.model.TestFormats;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
    private static final MemoryNeed LIVE = MemoryNeed.of(Preset.LIVE.untrained(1), 0);

    private static double gigabytes(MemoryNeed need, int width, int height, int frames) {
        return need.bytes(new GroupFormat(TestFormats.i420(width, height), TestFormats.i420(4 * width, 4 * height)), frames) / 1e9;
    }

    @Test
    void a_wider_network_and_longer_groups_need_more() {
        MemoryNeed nano = MemoryNeed.of(Preset.NANO.untrained(1), 0);

        assertThat(gigabytes(nano, 960, 540, 8)).isLessThan(gigabytes(LIVE, 960, 540, 8));
        assertThat(gigabytes(LIVE, 960, 540, 4)).isLessThan(gigabytes(LIVE, 960, 540, 8));
    }

    @Test
    void frames_that_are_too_many_to_be_computed_together_need_rows_only() {
        double rows = 2 * 8 * 1.25 * (TestFormats.i420(1280, 720).size() + TestFormats.i420(5120, 2880).size()) / 1e9;

        assertThat(gigabytes(LIVE, 1280, 720, 16) - gigabytes(LIVE, 1280, 720, 8)).isCloseTo(rows, offset(0.01));
    }

    @Test
    void tiles_need_less_than_the_picture_has_more_pixels() {
        assertThat(gigabytes(LIVE, 7680, 4320, 1) / gigabytes(LIVE, 3840, 2160, 1)).isBetween(1.5, 3.0);
    }

    @Test
    void a_network_with_hindsight_keeps_something_of_all_frames_that_it_sees() {
        MemoryNeed quality = MemoryNeed.of(Preset.QUALITY.untrained(1), 6);

        assertThat(gigabytes(quality, 960, 540, 16) - gigabytes(LIVE, 960, 540, 16)).isBetween(3.0, 6.0);
    }

    @Test
    void video_of_4k_fits_into_a_small_gpu() {
        assertThat(gigabytes(LIVE, 960, 540, 8)).isBetween(2.0, 6.0);
    }
}
