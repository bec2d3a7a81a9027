package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BorderJumpTest {
    @Test
    void is_one_where_the_network_follows_the_truth_however_the_clip_moves() {
        BorderJump jump = new BorderJump();
        jump.add(2, 1, false);
        jump.add(6, 3, true);
        jump.add(4, 2, false);

        assertThat(jump.ratio()).isCloseTo(1, within(1e-12));
    }

    @Test
    void counts_what_borders_add_and_leaves_out_cuts() {
        BorderJump jump = new BorderJump();
        jump.add(2, 1, false);
        jump.add(5, 1, true);
        jump.add(Double.NaN, Double.NaN, true);

        assertThat(jump.ratio()).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void is_no_number_without_a_border() {
        BorderJump jump = new BorderJump();
        jump.add(2, 1, false);

        assertThat(jump.ratio()).isNaN();
    }
}
