package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentLongestTest {
    private static final long SECOND = 1_000_000_000;

    private final RecentLongest longest = new RecentLongest();

    /** Seconds of the stream, each of which has taken so long. */
    private boolean learn(int seconds, long taken) {
        boolean isNews = false;
        for (int i = 0; i < seconds; i++) {
            isNews |= longest.learn(taken, SECOND);
        }
        return isNews;
    }

    @Test
    void it_rises_at_once_by_a_quarter_or_more() {
        assertThat(learn(1, 100)).isTrue();
        assertThat(learn(1, 125)).isFalse();
        assertThat(learn(1, 126)).isTrue();
        assertThat(longest.nanos()).isEqualTo(126);
    }

    @Test
    void it_falls_after_half_a_minute_to_the_longest_of_that() {
        learn(1, 1000);

        assertThat(learn(28, 100) | learn(1, 200)).isFalse();
        assertThat(longest.nanos()).isEqualTo(1000);
        assertThat(learn(1, 100)).isTrue();
        assertThat(longest.nanos()).isEqualTo(200);
    }

    @Test
    void a_burst_that_fades_away_is_forgotten_half_a_minute_after_its_end() {
        learn(1, 1000);
        learn(1, 700);
        learn(1, 500);

        learn(29, 100);
        assertThat(longest.nanos()).isEqualTo(500);
        learn(1, 100);
        assertThat(longest.nanos()).isEqualTo(100);
    }

    @Test
    void it_stays_where_it_is_reached_again_and_again() {
        learn(1, 1000);
        for (int i = 0; i < 5; i++) {
            assertThat(learn(29, 100) | learn(1, 800)).isFalse();
        }

        assertThat(longest.nanos()).isEqualTo(1000);
    }

    @Test
    void it_stays_where_little_would_be_gained() {
        learn(1, 100);

        assertThat(learn(100, 80)).isFalse();
        assertThat(longest.nanos()).isEqualTo(100);
    }

    @Test
    void nothing_is_no_news() {
        assertThat(learn(100, 0)).isFalse();
    }
}
