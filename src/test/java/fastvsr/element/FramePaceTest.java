package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramePaceTest {
    private static final long MILLISECOND = 1_000_000;

    private final FramePace pace = new FramePace();

    @BeforeEach
    void begin() {
        pace.begin(0);
    }

    private boolean learn(int... milliseconds) {
        boolean isNews = false;
        for (int gap : milliseconds) {
            isNews |= pace.learn(gap * MILLISECOND);
        }
        return isNews;
    }

    @Test
    void what_the_caps_tell_stays() {
        pace.begin(20 * MILLISECOND);

        assertThat(learn(40, 40, 40, 40)).isFalse();
        assertThat(pace.nanos()).isEqualTo(20 * MILLISECOND);
    }

    @Test
    void three_gaps_tell_what_the_caps_do_not() {
        assertThat(pace.nanos()).as("usual").isEqualTo(40 * MILLISECOND);
        assertThat(learn(100, 100)).isFalse();
        assertThat(learn(100)).isTrue();
        assertThat(pace.nanos()).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void lost_frames_change_nothing() {
        learn(40, 40, 40);

        assertThat(learn(800, 40, 40, 80, 40, 40, 40, 800, 40)).isFalse();
        assertThat(pace.nanos()).isEqualTo(40 * MILLISECOND);
    }

    @Test
    void a_loss_among_the_first_frames_changes_nothing() {
        learn(40, 800, 40);

        assertThat(pace.nanos()).isEqualTo(40 * MILLISECOND);
    }

    @Test
    void frames_that_come_faster_from_now_on_are_noticed_like_slower_ones() {
        learn(40, 40, 40);

        assertThat(learn(20, 20, 20, 20, 20)).isTrue();
        assertThat(pace.nanos()).isEqualTo(20 * MILLISECOND);
        assertThat(learn(100, 100, 100, 100, 100, 100, 100, 100, 100)).isTrue();
        assertThat(pace.nanos()).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void a_quarter_more_or_less_is_no_news() {
        learn(40, 40, 40);

        assertThat(learn(49, 31, 49, 31, 49, 49, 49, 49)).isFalse();
        assertThat(pace.nanos()).isEqualTo(40 * MILLISECOND);
    }

    @Test
    void equal_timestamps_those_that_go_back_and_seconds_between_them_are_no_gaps() {
        assertThat(learn(0, -40, 1001, 0, -40, 1001)).isFalse();
        assertThat(learn(40, 40)).isFalse();
        assertThat(learn(40)).isTrue();
    }
}
