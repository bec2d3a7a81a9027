package fastvsr.cli;

import fastvsr.train.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far training is: a bar on a terminal, a line every ten seconds elsewhere. */
final class TrainingBar implements Progress.Listener, AutoCloseable {
    private static final int PARTS = 1000;
    private static final double LINE_INTERVAL_SECONDS = 10;

    private final PrintStream out;
    private final Optional<ProgressBar> bar;
    private double lastLine = Double.NEGATIVE_INFINITY;

    TrainingBar(PrintStream out, boolean terminal) {
        this.out = out;
        bar = terminal ? Optional.of(new ProgressBarBuilder().setTaskName("train").setInitialMax(PARTS)
                .setStyle(ProgressBarStyle.ASCII).build()) : Optional.empty();
    }

    @Override
    public void onProgress(Progress at) {
        String line = String.format(Locale.ROOT, "step %d, %.1f%%, loss %.5f, %.2f dB (bicubic %.2f), flow %.2f, %.0f s",
                at.step(), 100 * at.done(), at.loss(), at.psnr(), at.bicubic(), at.flow(), at.seconds());
        bar.ifPresent(b -> b.stepTo((long) (PARTS * at.done())).setExtraMessage(line));
        if (bar.isEmpty() && at.seconds() - lastLine >= LINE_INTERVAL_SECONDS) {
            lastLine = at.seconds();
            out.println(line);
        }
    }

    @Override
    public void onValidation(long step, Map<String, Double> gains) {
        out.println("step " + step + ": gain over bicubic in dB " + gains);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
