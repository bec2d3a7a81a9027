package fastvsr.train;

import fastvsr.model.Preset;
import fastvsr.model.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a user has to know of trained weights: how they came about, from what, and what they are worth.
 *
 * @param command  the command that trained them
 * @param hardware where it ran
 * @param library  all data
 * @param heldOut  names of strips that were kept for validation
 * @param gains    last validation: gain over bicubic in dB by kind of motion
 */
public record ModelCard(String command, String hardware, Library library, List<String> heldOut,
                        Map<String, Double> gains) {
    /** Writes {@code PRESET.md} beside the weights of a finished run in {@code folder}. */
    public void write(Path folder, String preset) {
        Map<String, String> run = Safetensors.read(Trainer.checkpoint(folder)).metadata();
        try {
            Files.writeString(folder.resolve(preset + ".md"), text(preset, run));
        } catch (IOException full) {
            throw new TrainingException(folder + ": the model card cannot be written: " + full, full);
        }
    }

    private String text(String preset, Map<String, String> run) {
        return """
                # %s

                Upscales video four times (see the network page `%s.page`).

                ## Training
                | | |
                |---|---|
                | command | `%s` |
                | seed | %s |
                | steps | %s |
                | duration | %.0f s |
                | hardware | %s |

                ## Validation
                Gain over bicubic interpolation, dB of luma PSNR, mean over clips that were not trained on
                (every sixteenth photo%s):

                | motion | gain |
                |---|---|
                %s
                ## Data
                Photos filmed with a synthetic camera, %d for training:
                %s
                Film strips of real video at half the size, %d for training:
                %s""".formatted(preset, page(preset), command, run.get("seed"), run.get("step"), Double.parseDouble(run.get("seconds")),
                hardware, heldOut.isEmpty() ? "" : ", strips of " + String.join(", ", heldOut), gainRows(),
                library.training(heldOut).photos().size(), sources(library.photos()),
                library.training(heldOut).strips().size(), sources(library.strips()));
    }

    private static String page(String preset) {
        return Preset.named(preset).orElseThrow().page();
    }

    private String gainRows() {
        return gains.entrySet().stream()
                .map(gain -> String.format(Locale.ROOT, "| %s | %+.2f |%n", gain.getKey(), gain.getValue()))
                .collect(Collectors.joining());
    }

    /** How many pictures come from where; the numbers that end their names are left out. */
    private static String sources(List<Library.Item> items) {
        Map<String, Long> counts = items.stream().collect(Collectors.groupingBy(
                item -> item.name().replaceFirst("[-_]?\\d*\\.\\w+$", ""), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream().map(source -> "- " + source.getKey() + ": " + source.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
