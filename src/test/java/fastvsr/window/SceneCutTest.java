package fastvsr.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneCutTest {
    private final SceneCut cut = new SceneCut();

    @Test
    void another_picture_is_a_cut() {
        assertThat(cut.isCut(street(0))).isFalse();
        assertThat(cut.isCut(street(0))).isFalse();
        assertThat(cut.isCut(forest(0))).isTrue();
        assertThat(cut.isCut(forest(0))).isFalse();
    }

    @Test
    void a_cut_between_two_dark_pictures_is_seen() {
        cut.isCut(map((x, y) -> 16 + street(x, y) / 8));

        assertThat(cut.isCut(map((x, y) -> 16 + forest(x, y) / 8))).isTrue();
    }

    @Test
    void a_cut_is_seen_while_the_picture_moves_fast() {
        IntStream.range(0, 12).forEach(frame -> cut.isCut(street(3 * frame)));

        assertThat(cut.isCut(forest(0))).isTrue();
        assertThat(cut.isCut(forest(3))).isFalse();
    }

    @Test
    void the_first_frame_and_the_first_after_forgetting_are_no_cuts() {
        assertThat(cut.isCut(street(0))).isFalse();
        cut.forget();
        assertThat(cut.isCut(forest(0))).isFalse();
    }

    @Test
    void fast_motion_that_begins_at_once_is_no_cut() {
        cut.isCut(street(0));
        cut.isCut(street(0));

        for (int frame = 1; frame < 12; frame++) {
            assertThat(cut.isCut(street(5 * frame))).as("frame %d", frame).isFalse();
        }
    }

    @Test
    void a_flash_is_no_cut_nor_is_its_end() {
        cut.isCut(street(0));

        assertThat(cut.isCut(map((x, y) -> Math.min(255, street(x, y) + 90)))).isFalse();
        assertThat(cut.isCut(map((x, y) -> 255))).as("overexposed").isFalse();
        assertThat(cut.isCut(street(1))).as("after the flash").isFalse();
    }

    @Test
    void a_fade_to_black_and_back_is_no_cut() {
        for (int frame = 0; frame <= 40; frame++) {
            int light = Math.abs(20 - frame);
            assertThat(cut.isCut(map((x, y) -> 16 + street(x, y) * light / 20))).as("frame %d", frame).isFalse();
        }
    }

    @Test
    void another_picture_after_black_is_a_cut() {
        cut.isCut(street(0));
        assertThat(cut.isCut(map((x, y) -> 16))).isFalse();

        assertThat(cut.isCut(forest(0))).isTrue();
    }

    @Test
    void noise_on_a_picture_is_no_cut() {
        var noise = new Random(5);
        for (int frame = 0; frame < 20; frame++) {
            assertThat(cut.isCut(map((x, y) -> street(x, y) + (int) (15 * noise.nextGaussian())))).isFalse();
        }
    }

    @Test
    void pictures_of_nothing_but_noise_are_one_shot_after_a_few_frames() {
        var noise = new Random(6);
        long cuts = IntStream.range(0, 50).filter(frame -> cut.isCut(map((x, y) -> noise.nextInt(256)))).count();

        assertThat(cuts).isLessThanOrEqualTo(6);
    }

    private static int[] street(int shift) {
        return map((x, y) -> street(x + shift, y));
    }

    private static int[] forest(int shift) {
        return map((x, y) -> forest(x + shift, y));
    }

    private static int street(int x, int y) {
        return (int) (110 + 60 * Math.sin(x * 0.31 + 0.02 * y * y) + 40 * Math.sin(y * 0.5));
    }

    private static int forest(int x, int y) {
        return (int) (110 + 70 * Math.cos(x * 0.23 - 0.4 * y) + 30 * Math.cos(0.011 * x * x));
    }

    private static int[] map(IntBinaryOperator luma) {
        return IntStream.range(0, SceneCut.COLUMNS * SceneCut.ROWS)
                .map(i -> luma.applyAsInt(i % SceneCut.COLUMNS, i / SceneCut.COLUMNS)).toArray();
    }
}
