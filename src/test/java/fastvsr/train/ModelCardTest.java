package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCardTest {
    private static final Library LIBRARY = new Library(List.of(Samples.photo(1), Samples.photo(2)), List.of(Samples.strip(5)));

    @TempDir
    private Path folder;

    private String card(Preset preset) throws IOException {
        TrainingPlan plan = new TrainingPlan(preset.label(), 2, 3, 24, 2, 1e-3, new Wear(0.5, 0, 0.5), Terms.NONE, false, 7);
        Snapshot.fresh(preset.untrained(1), plan).write(Trainer.checkpoint(folder));
        new ModelCard("./fastvsr train", "a machine", LIBRARY, List.of(), Map.of("camera", 1.5)).write(folder, preset.label());
        return Files.readString(folder.resolve(preset.label() + ".md"));
    }

    @ParameterizedTest
    @EnumSource
    void the_card_names_the_page_of_the_network(Preset preset) throws IOException {
        assertThat(card(preset)).contains("`" + preset.page() + ".page`");
    }

    @Test
    void the_card_tells_gains_and_counts() throws IOException {
        assertThat(card(Preset.NANO)).contains("| camera | +1.50 |", "| seed | 7 |",
                "synthetic camera, 1 for training", "half the size, 1 for training");
    }
}
