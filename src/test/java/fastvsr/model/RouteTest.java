package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteTest {
    /** Layers of nano (C 16, F 32, W 64, N 2, D 16, K 2, M 32), multiplications per pixel of the grid they belong to. */
    private static final int ENCODER = 16 * 3 * 9 + 32 * 16 * 9 / 4 + 64 * 32 * 9 / 16;
    private static final int MOTION = (32 * 50 + 32 * 32 + 2 * 32 + 32 * 26 + 2 * 32 + 32 * 10 + 32 * 32 + 3 * 32) * 9 / 16;
    private static final int CORE = 2 * 2 * 64 * 64 * 9 / 16;
    private static final int DECODER = 16 * 16 * 64 / 16;
    private static final int REFINEMENT = 2 * 2 * 16 * 16 * 9;
    private static final int BASE = 24 * 3 * 25;
    private static final long PIXELS = 64 * 48;

    private final Weights nano = Preset.NANO.untrained(1);

    @Test
    void the_network_as_it_is_multiplies_as_often_as_its_layers_do() {
        int fusion = 16 * (16 + 16 + 16 + 16) * 9;
        int detail = 24 * 16 * 9;

        double macs = Route.ASYMMETRIC.macs(nano, PIXELS);

        assertThat(macs).isEqualTo(PIXELS * (double) (ENCODER + MOTION + CORE + DECODER + fusion + REFINEMENT + detail + BASE));
        assertThat(macs).isEqualTo(PIXELS * 39490.0);
        assertThat(2 * macs).isEqualTo(Workload.operations(nano, 0, 1, PIXELS));
    }

    @Test
    void the_ordinary_way_has_four_times_the_pixels_in_all_layers_but_those_that_take_and_give_samples() {
        int fusion = 16 * (16 + 16 + 16 + 4) * 9;
        int detail = 6 * 16 * 9;

        double macs = Route.SYMMETRIC.macs(nano, PIXELS);

        assertThat(macs).isEqualTo(PIXELS * (4.0 * (ENCODER + MOTION + CORE + DECODER + fusion + REFINEMENT + detail) + BASE));
        assertThat(macs).isEqualTo(PIXELS * 135280.0);
    }

    @Test
    void fifty_steps_are_forty_nine_more_cores() {
        double more = Route.FIFTY_STEPS.macs(nano, PIXELS) - Route.SYMMETRIC.macs(nano, PIXELS);

        assertThat(more).isEqualTo(PIXELS * 49.0 * 4 * CORE);
    }
}
