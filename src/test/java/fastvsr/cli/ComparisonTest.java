package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import fastvsr.model.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Comparison comparison = new Comparison(new FrameSize(320, 180), "live", "cuda:0", List.of(
            new Comparison.Row(Route.ASYMMETRIC, 0.5, 43.6), new Comparison.Row(Route.SYMMETRIC, 1.75, 171.2),
            new Comparison.Row(Route.FIFTY_STEPS, 40, 3501.5)));

    @Test
    void the_table_tells_how_many_times_as_long_every_route_takes_here_and_in_the_paper() {
        List<String> lines = comparison.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("320x180 -> 1280x720 live on cuda:0");
        assertThat(lines.get(2)).isEqualTo("x2, encoder f8, one step, decoder f16 0.50 43.60 1.00 3.80 125.7 1.00");
        assertThat(lines.get(3)).isEqualTo("x4, encoder f8, one step, decoder f8 1.75 171.20 3.50 14.90 504.8 3.92");
        assertThat(lines.get(4)).isEqualTo("x4, encoder f8, 50 steps, decoder f8 40.00 3501.50 80.00 425.23 - 111.90");
    }

    @Test
    void json_tells_the_same() {
        JsonObject last = comparison.toJson().getAsJsonArray("routes").get(2).getAsJsonObject();

        assertThat(last.toString()).isEqualTo("{\"route\":\"fifty_steps\",\"ms_per_frame\":40.0,\"gmacs_per_frame\":3501.5,"
                + "\"times_as_long\":80.0,\"paper_times_as_long\":111.903}");
    }
}
