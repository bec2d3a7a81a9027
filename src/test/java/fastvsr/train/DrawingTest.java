package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Drawings for training. */
class DrawingTest {
    @Test
    void a_drawing_has_the_size_of_a_photo_and_is_the_same_for_the_same_seed() {
        RgbImage drawing = Drawing.of(7);

        assertThat(drawing.width()).isEqualTo(Library.PHOTO_SIDE);
        assertThat(drawing.height()).isEqualTo(Library.PHOTO_SIDE);
        assertThat(Drawing.of(7).samples()).isEqualTo(drawing.samples());
        assertThat(Drawing.of(8).samples()).isNotEqualTo(drawing.samples());
    }

    @Test
    void there_is_something_to_see_in_every_drawing_and_colour_in_most() {
        assertThat(LongStream.range(0, 20).mapToObj(Drawing::of)).allSatisfy(drawing ->
                assertThat(drawing.detail(0, 0, drawing.width(), drawing.height())).isGreaterThan(100_000));
        assertThat(LongStream.range(0, 20).mapToObj(Drawing::of).filter(DrawingTest::isColoured)).hasSizeGreaterThan(15);
    }

    private static boolean isColoured(RgbImage image) {
        for (int i = 0; i < Library.PHOTO_SIDE; i++) {
            if (Math.abs(image.at(i, i, 0) - image.at(i, i, 2)) > 20) {
                return true;
            }
        }
        return false;
    }
}
