package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.VideoInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkPaceTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long FRAME = 40 * MILLISECOND;

    private final NetworkPace pace = new NetworkPace();
    private VideoInfo pictures;

    @BeforeEach
    void begin() {
        try (var caps = Host.caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1")) {
            pictures = VideoInfo.of(caps).orElseThrow();
        }
        pace.begin(pictures);
    }

    /** Calls of one frame each. */
    private boolean learn(int... milliseconds) {
        boolean isNews = false;
        for (int taken : milliseconds) {
            isNews |= pace.learn(pictures, new NetworkPace.Call(1, taken * MILLISECOND, taken * MILLISECOND), FRAME);
        }
        return isNews;
    }

    private boolean learnOfHalfAMinute(int milliseconds) {
        boolean isNews = false;
        for (int i = 0; i < 30 * 25; i++) {
            isNews |= learn(milliseconds);
        }
        return isNews;
    }

    @Test
    void two_calls_that_warm_the_engine_up_prove_nothing() {
        assertThat(learn(900, 500)).isFalse();
        learn(20);

        assertThat(pace.longestGroupNanos()).isEqualTo(20 * MILLISECOND);
        assertThat(pace.isTooSlow()).isFalse();
    }

    @Test
    void the_second_call_counts_where_the_third_takes_about_as_long() {
        assertThat(learn(900, 50)).isFalse();
        assertThat(learn(35)).isTrue();

        assertThat(pace.longestGroupNanos()).isEqualTo(50 * MILLISECOND);
        assertThat(pace.isTooSlow()).isTrue();
    }

    @Test
    void an_engine_that_has_been_warmed_up_proves_something_at_once() {
        pace.warm(pictures);

        assertThat(learn(50)).isTrue();
        assertThat(pace.longestGroupNanos()).isEqualTo(50 * MILLISECOND);
    }

    @Test
    void a_burst_of_load_is_forgotten() {
        learn(900, 20, 20);
        assertThat(learn(100)).isTrue();
        assertThat(pace.isTooSlow()).isTrue();

        assertThat(learnOfHalfAMinute(20)).isTrue();
        assertThat(pace.isTooSlow()).isFalse();
        assertThat(pace.longestGroupNanos()).isEqualTo(20 * MILLISECOND);
    }

    @Test
    void a_network_that_is_too_slow_now_and_then_stays_too_slow() {
        learn(900, 20, 20, 100);
        for (int i = 0; i < 100; i++) {
            assertThat(learn(20, 20, 20, 20, 20, 20, 20, 20, 20, 90)).isFalse();
        }

        assertThat(pace.isTooSlow()).isTrue();
        assertThat(pace.longestGroupNanos()).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void groups_of_other_pictures_prove_nothing() {
        try (var caps = Host.caps("video/x-raw,format=GRAY8,width=4,height=4,framerate=25/1")) {
            pace.begin(VideoInfo.of(caps).orElseThrow());
        }

        assertThat(learn(100, 100, 100)).isFalse();
        assertThat(pace.nanos()).isEqualTo(NetworkPace.UNKNOWN);
    }
}
