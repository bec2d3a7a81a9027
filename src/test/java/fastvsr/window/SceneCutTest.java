package fastvsr.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneCutTest {
    private static final int SAMPLES = 32 * 18;

    private final SceneCut cut = new SceneCut();

    @Test
    void another_picture_is_a_cut() {
        assertThat(cut.isCut(picture(1))).isFalse();
        assertThat(cut.isCut(picture(1))).isFalse();
        assertThat(cut.isCut(picture(2))).isTrue();
        assertThat(cut.isCut(picture(2))).isFalse();
    }

    @Test
    void the_first_frame_and_the_first_after_forgetting_are_no_cuts() {
        assertThat(cut.isCut(picture(1))).isFalse();
        cut.forget();
        assertThat(cut.isCut(picture(2))).isFalse();
    }

    @Test
    void a_flash_is_no_cut() {
        cut.isCut(map(i -> 40 + i % 60));

        assertThat(cut.isCut(map(i -> 120 + i % 60))).isFalse();
    }

    @Test
    void noise_is_no_cut() {
        var noise = new Random(5);
        for (int frame = 0; frame < 20; frame++) {
            assertThat(cut.isCut(map(i -> 100 + i % 50 + noise.nextInt(30)))).isFalse();
        }
    }

    @Test
    void fast_motion_that_lasts_is_no_cut() {
        for (int frame = 0; frame < 10; frame++) {
            int shift = frame * 4;
            boolean isCut = cut.isCut(map(i -> (int) (128 + 60 * Math.sin((i + shift) * 0.2))));
            assertThat(isCut && frame > 3).isFalse();
        }
    }

    private static int[] picture(int seed) {
        return new Random(seed).ints(SAMPLES, 16, 235).toArray();
    }

    private static int[] map(IntUnaryOperator luma) {
        return IntStream.range(0, SAMPLES).map(luma).toArray();
    }
}
