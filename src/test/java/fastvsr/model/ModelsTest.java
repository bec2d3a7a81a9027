package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {
    @TempDir
    private Path folder;

    private String file(Map<String, String> metadata, Map<String, HostTensor> tensors) throws IOException {
        Path file = folder.resolve("mine.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(new Weights(metadata, tensors), out);
        }
        return file.toString();
    }

    private static void assertRefused(String model, String device, ModelException.Cause cause, String... words) {
        assertThatThrownBy(() -> Models.open(model, device, 1).close())
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(cause))
                .hasMessageContainingAll(words);
    }

    @Test
    void the_shipped_network_opens_and_says_what_it_is() {
        try (SuperResolver resolver = Models.open("nano", "cpu", 1)) {
            assertThat(resolver.model().name()).isEqualTo("nano");
            assertThat(resolver.model().scale()).isEqualTo(4);
            assertThat(resolver.model().lookAhead()).isZero();
            assertThat(resolver.device()).isEqualTo("cpu");
        }
    }

    @Test
    void weights_of_ones_own_open_by_their_path() throws IOException {
        String file = file(Map.of("page", Preset.PAGE, "group-length", "7"), Preset.NANO.untrained(1).tensors());

        try (SuperResolver resolver = Models.open(file, "cpu", 1)) {
            assertThat(resolver.model()).isEqualTo(new ModelSpec("mine.safetensors", Preset.PAGE, 4, 7, 0));
        }
    }

    @Test
    void how_far_a_network_looks_ahead_is_said_by_its_weights_or_else_by_its_page() throws IOException {
        Weights quality = Preset.QUALITY.untrained(1);
        Map<String, String> other = Map.of("page", Preset.HINDSIGHT_PAGE, "group-length", "9", "look-ahead", "3");

        assertThat(quality.metadata()).containsEntry("group-length", "8").containsEntry("look-ahead", "6");
        assertThat(Preset.QUALITY.grownFrom(Preset.LIVE.untrained(2), 1).metadata()).isEqualTo(quality.metadata());
        assertThat(Models.spec(file(other, quality.tensors()))).isEqualTo(new ModelSpec("mine.safetensors", Preset.HINDSIGHT_PAGE, 4, 9, 3));
        assertThat(Models.spec(file(Map.of("page", Preset.HINDSIGHT_PAGE), quality.tensors())).lookAhead()).isEqualTo(6);
        assertRefused(file(Map.of("page", Preset.PAGE, "look-ahead", "3"), Preset.NANO.untrained(1).tensors()), "cpu",
                ModelException.Cause.BROKEN, "look-ahead \"3\"", "0 to 0", "\"fastvsr\"");
    }

    @Test
    void unknown_models_are_refused_with_the_presets_that_there_are() {
        assertRefused("nona", "cpu", ModelException.Cause.NOT_FOUND, "\"nona\"", "nano, live, quality");
        assertRefused("no/such.safetensors", "cpu", ModelException.Cause.NOT_FOUND, "no/such.safetensors");
    }

    @ParameterizedTest
    @CsvSource({"gpu, SETTING, 'auto, cpu, cuda:N, several GPUs like cuda:0,cuda:1, or cuda:all'", "cuda, SETTING, cuda:N", "cuda:-1, SETTING, cuda:N"})
    void devices_that_do_not_exist_are_refused(String device, ModelException.Cause cause, String remedy) {
        assertRefused("nano", device, cause, "\"" + device + "\"", remedy);
    }

    @Test
    void weights_that_do_not_fit_are_refused() throws IOException {
        Map<String, HostTensor> one = Map.of("encode0_w", HostTensor.of(new float[27], 1, 3, 3, 3));

        assertRefused(file(Map.of(), one), "cpu", ModelException.Cause.BROKEN, "which network page");
        assertRefused(file(Map.of("page", "else"), one), "cpu", ModelException.Cause.NOT_FOUND, "\"else\"");
        assertRefused(file(Map.of("page", Preset.PAGE), one), "cpu", ModelException.Cause.BROKEN, "\"encode0_b\"", "(C)");
        assertRefused(file(Map.of("page", Preset.PAGE, "group-length", "0"), one), "cpu", ModelException.Cause.BROKEN,
                "\"0\"", "1 to 64");
    }

    @Test
    void a_group_gives_the_same_pictures_as_its_frames_one_by_one_and_reset_forgets_them() {
        PictureFormat from = TestFormats.i420(38, 22);
        PictureFormat to = TestFormats.i420(152, 88);
        List<Picture> inputs = List.of(TestFormats.noise(from, 1), TestFormats.noise(from, 2), TestFormats.noise(from, 1));

        try (SuperResolver resolver = Models.open("nano", "cpu", 2)) {
            List<Picture> together = List.of(TestFormats.blank(to), TestFormats.blank(to), TestFormats.blank(to));
            resolver.upscale(inputs, together);
            resolver.reset();
            for (int i = 0; i < 3; i++) {
                Picture alone = TestFormats.blank(to);
                resolver.upscale(List.of(inputs.get(i)), List.of(alone));
                assertThat(alone.bytes()).isEqualTo(together.get(i).bytes());
            }
            resolver.reset();
            Picture again = TestFormats.blank(to);
            resolver.upscale(List.of(inputs.get(2)), List.of(again));
            assertThat(again.bytes()).isEqualTo(together.get(0).bytes()).isNotEqualTo(together.get(2).bytes());
        }
    }
}
