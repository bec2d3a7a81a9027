package fastvsr.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/** The history of a run as comma-separated values, one file for steps, one for validations, one for further terms of the loss. */
final class TrainingLog {
    private final Path steps;
    private final Path validations;
    private final Path terms;

    /** Appends to {@code log.csv}, {@code validation.csv} and {@code terms.csv} in {@code folder}. */
    TrainingLog(Path folder) {
        steps = folder.resolve("log.csv");
        validations = folder.resolve("validation.csv");
        terms = folder.resolve("terms.csv");
    }

    /** Adds one report. */
    void add(Progress at) {
        append(steps, "step,loss,psnr_y,bicubic_psnr_y,flow,gradient,rate,seconds",
                String.format(Locale.ROOT, "%d,%.6f,%.3f,%.3f,%.4f,%.4f,%.3e,%.1f", at.step(), at.loss(), at.psnr(),
                        at.bicubic(), at.flow(), at.gradient(), at.rate(), at.seconds()));
    }

    /** Adds one validation. */
    void add(long step, Map<String, Double> gains) {
        gains.forEach((kind, gain) -> append(validations, "step,kind,gain_db",
                String.format(Locale.ROOT, "%d,%s,%.3f", step, kind, gain)));
    }

    /** Adds the further terms of the loss, as {@link Guides#report} has them. */
    void add(long step, float[] means) {
        append(terms, "step,square,frequency,feature,reference_of_truth,reference_of_output,lower_bound_of_output",
                String.format(Locale.ROOT, "%d,%.5f,%.5f,%.5f,%.4f,%.4f,%.4f", step, means[0], means[1], means[2], means[3],
                        means[4], means[5]));
    }

    private static void append(Path file, String header, String line) {
        try {
            String text = (Files.exists(file) ? "" : header + "\n") + line + "\n";
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new TrainingException(file + " cannot be written: " + full, full);
        }
    }
}
