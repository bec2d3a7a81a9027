package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMeasurementTest {
    private final List<Integer> runs = new ArrayList<>();

    @Test
    void slow_first_runs_do_not_count() {
        double each = PeakMeasurement.secondsEach(times -> {
            runs.add(times);
            return (runs.size() <= 2 ? 5 : 0.01) + 0.03 * times;
        });

        assertThat(each).isCloseTo(0.03, within(1e-9));
    }

    @Test
    void what_takes_no_time_is_repeated_until_it_does() {
        double each = PeakMeasurement.secondsEach(times -> {
            runs.add(times);
            return (runs.size() % 4 == 0 ? 0.12 : 0.1) + 1e-4 * times; // a disturbance longer than a few repetitions
        });

        assertThat(each).isCloseTo(1e-4, within(1e-5));
        assertThat(runs).contains(2048);
    }
}
