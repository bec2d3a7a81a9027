package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.ElementType;
import fastvsr.model.Models;
import fastvsr.model.NetworkPage;
import fastvsr.model.Preset;
import fastvsr.model.Safetensors;
import fastvsr.model.WeightInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training learns, can be interrupted, and stops when it diverges. */
class TrainerTest {
    private static final Library LIBRARY = new Library(IntStream.rangeClosed(1, 4).mapToObj(Samples::photo).toList(),
            List.of(Samples.strip(5), Samples.strip(6)));
    private static final Trainer.Aids AIDS = new Trainer.Aids(Optional.of(WeightInitializer.initialize(
            NetworkPage.load("squeezenet"), Map.of(), Map.of(), 4)), Optional.of(TrainerTest::coarse));

    @TempDir
    private Path folder;

    @Test
    void forty_steps_make_the_network_better_than_bicubic() throws IOException {
        Map<String, Double> gains = trainer(folder, 2e-3).run(LIBRARY, List.of("strip 6"), new Budget(40, 1e9));

        assertThat(gains).containsOnlyKeys("camera", "independent", "still", "real");
        assertThat(gains.values()).allSatisfy(gain -> assertThat(gain).isPositive());
        assertThat(Files.readAllLines(folder.resolve("log.csv"))).hasSize(5).first().asString().startsWith("step,loss");
    }

    @Test
    void the_result_is_a_half_precision_file_that_names_its_page() {
        trainer(folder, 1e-3).run(LIBRARY, List.of("strip 6"), new Budget(1, 1e9));

        var weights = Models.weights(folder.resolve("nano.safetensors").toString());
        assertThat(weights.metadata()).containsEntry("page", Preset.PAGE).containsEntry("steps", "1");
        assertThat(weights.tensors().values()).allSatisfy(tensor -> assertThat(tensor.type()).isEqualTo(ElementType.F16));
    }

    @Test
    void the_result_says_its_gains_alike_wherever_it_was_trained() {
        Locale here = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            trainer(folder, 1e-3).run(LIBRARY, List.of("strip 6"), new Budget(1, 1e9));
        } finally {
            Locale.setDefault(here);
        }

        assertThat(Models.weights(folder.resolve("nano.safetensors").toString()).metadata().get("gain-db-camera"))
                .matches("-?\\d+\\.\\d\\d");
    }

    @Test
    void a_run_that_would_do_nothing_is_refused_with_the_option() {
        assertThatThrownBy(() -> new Budget(0, 60)).isInstanceOf(TrainingException.class).hasMessage("--steps 0 is less than 1");
        assertThatThrownBy(() -> new Budget(1, 0)).isInstanceOf(TrainingException.class).hasMessage("--minutes 0.0 is not positive");
        assertThatThrownBy(() -> new Trainer.Rhythm(0, 1)).isInstanceOf(TrainingException.class).hasMessage("--report 0 is less than 1");
    }

    @Test
    void a_run_that_was_stopped_and_resumed_ends_with_the_same_bits_as_one_that_was_not() throws IOException {
        resumed_ends_with_the_same_bits(plan(1e-3));
    }

    @Test
    void so_does_one_whose_loss_has_all_terms() throws IOException {
        resumed_ends_with_the_same_bits(new TrainingPlan("nano", 2, 3, 24, 2, 1e-3, new Wear(0.5, 0, 0.5), new Terms(0.5, 0.1, 0.1, 0.01, 2), false, 7));

        assertThat(Files.readAllLines(folder.resolve("whole/terms.csv"))).hasSize(7).first().asString().startsWith("step,square,frequency");
    }

    @Test
    void so_does_one_that_shows_encoded_clips() throws IOException {
        resumed_ends_with_the_same_bits(new TrainingPlan("nano", 2, 3, 24, 2, 1e-3, new Wear(0.5, 0.5, 0.5), Terms.NONE, false, 7));
    }

    private void resumed_ends_with_the_same_bits(TrainingPlan plan) throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path parts = Files.createDirectory(folder.resolve("parts"));

        stopAfter(plan, 6, whole, 6);
        stopAfter(plan, 6, parts, 3);
        trainer(plan, parts).run(LIBRARY, List.of(), new Budget(6, 1e9));

        var expected = Safetensors.read(Trainer.checkpoint(whole)).tensors();
        var resumed = Safetensors.read(Trainer.checkpoint(parts)).tensors();
        assertThat(resumed.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> assertThat(resumed.get(name).bytes()).as(name).isEqualTo(tensor.bytes()));
    }

    @Test
    void a_loss_that_is_not_a_number_stops_training_and_keeps_the_checkpoint() throws IOException {
        trainer(folder, 1e30).run(LIBRARY, List.of(), new Budget(1, 1e9));
        byte[] before = Files.readAllBytes(Trainer.checkpoint(folder));

        assertThatThrownBy(() -> trainer(folder, 1e30).run(LIBRARY, List.of(), new Budget(30, 1e9)))
                .isInstanceOf(TrainingException.class).hasMessageContaining("not a number")
                .hasMessageContaining("--weights " + folder.resolve("nano.safetensors")).hasMessageContaining("a lower --rate");

        assertThat(Files.readAllBytes(Trainer.checkpoint(folder))).isEqualTo(before);
    }

    @Test
    void where_nothing_was_saved_before_it_names_nothing_that_was() {
        assertThatThrownBy(() -> trainer(folder, 1e30).run(LIBRARY, List.of(), new Budget(30, 1e9)))
                .isInstanceOf(TrainingException.class).hasMessageContaining("Nothing was saved before").hasMessageNotContaining("--weights");
        assertThat(Trainer.checkpoint(folder)).doesNotExist();
    }

    @Test
    void so_does_one_whose_guides_see_nothing_but_numbers_that_are_none() {
        TrainingPlan diverging = new TrainingPlan("nano", 2, 3, 24, 2, 1e30, new Wear(0.5, 0, 0.5), new Terms(0.5, 0.1, 0.1, 0.01, 2), false, 7);

        assertThatThrownBy(() -> trainer(diverging, folder).run(LIBRARY, List.of(), new Budget(30, 1e9)))
                .isInstanceOf(TrainingException.class).hasMessageContaining("not a number");

        assertThat(folder.resolve("terms.csv")).doesNotExist();
    }

    @Test
    void a_checkpoint_does_not_go_on_under_other_options() {
        trainer(folder, 1e-3).run(LIBRARY, List.of(), new Budget(1, 1e9));

        assertThatThrownBy(() -> trainer(folder, 2e-3).run(LIBRARY, List.of(), new Budget(2, 1e9)))
                .isInstanceOf(TrainingException.class).hasMessageContaining("rate=0.001").hasMessageContaining("rate=0.002");
    }

    /** Runs towards {@code steps} steps but is interrupted after {@code last}, when a checkpoint has just been written. */
    private static void stopAfter(TrainingPlan plan, int steps, Path folder, int last) {
        List<Long> validated = new ArrayList<>();
        Progress.Listener stopping = new Progress.Listener() {
            @Override
            public void onProgress(Progress progress) {
                if (!validated.isEmpty() && validated.get(0) == last && last < steps) {
                    throw new Stopped();
                }
            }

            @Override
            public void onValidation(long step, Map<String, Double> gains) {
                validated.add(0, step);
            }
        };
        try {
            new Trainer(plan, Preset.NANO.untrained(1), new Trainer.Machine("cpu", 1), AIDS, new Trainer.Rhythm(1, 2), folder, stopping)
                    .run(LIBRARY, List.of(), new Budget(steps, 1e9));
        } catch (Stopped expected) {
            assertThat(last).isLessThan(steps);
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A codec of sorts: it knows every eighth code. */
    private static byte[] coarse(byte[] planes, int side, int frames, Recoder.Setting setting) {
        byte[] left = planes.clone();
        for (int i = 0; i < left.length; i++) {
            left[i] = (byte) (planes[i] & 0xF8);
        }
        return left;
    }

    private static Trainer trainer(Path folder, double rate) {
        return trainer(plan(rate), folder);
    }

    private static Trainer trainer(TrainingPlan plan, Path folder) {
        Progress.Listener silent = new Progress.Listener() {
            @Override
            public void onProgress(Progress progress) {
            }

            @Override
            public void onValidation(long step, Map<String, Double> gains) {
            }
        };
        return new Trainer(plan, Preset.NANO.untrained(1), new Trainer.Machine("cpu", 1), AIDS,
                new Trainer.Rhythm(10, 1), folder, silent);
    }

    private static TrainingPlan plan(double rate) {
        return new TrainingPlan("nano", 2, 3, 24, 2, rate, new Wear(0.5, 0, 0.5), Terms.NONE, false, 7);
    }
}
