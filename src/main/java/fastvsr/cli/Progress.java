package fastvsr.cli;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far an upscaling is: a bar on a terminal, a line every five seconds elsewhere. */
final class Progress implements AutoCloseable {
    private static final long LINE_INTERVAL_NANOS = 5_000_000_000L;

    private final MediaFile input;
    private final PrintStream out;
    private final Optional<ProgressBar> bar;
    private final long start = System.nanoTime();
    private long lastLine = start;
    private long done;

    /** Reports on {@code out}, which is a terminal or not. */
    Progress(MediaFile input, PrintStream out, boolean terminal) {
        this.input = input;
        this.out = out;
        this.bar = terminal ? Optional.of(newBar(input)) : Optional.empty();
    }

    /** That many frames are done. */
    void reached(long frames) {
        done = frames;
        bar.ifPresent(b -> b.stepTo(frames));
        if (bar.isEmpty() && System.nanoTime() - lastLine >= LINE_INTERVAL_NANOS) {
            lastLine = System.nanoTime();
            out.println(line());
        }
    }

    /** How many frames are done. */
    long done() {
        return done;
    }

    /** What was done since the start. */
    String report() {
        return String.format("%d frame%s in %.1f s, %.1f fps", done, done == 1 ? "" : "s", seconds(), done / seconds());
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private String line() {
        String rest = input.frames() == 0 || done == 0 ? ""
                : String.format(" of %d, %.0f s left", input.frames(), seconds() * Math.max(0, (double) input.frames() / done - 1));
        return String.format("%d%s, %.1f fps", done, rest, done / seconds());
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private static ProgressBar newBar(MediaFile input) {
        return new ProgressBarBuilder().setTaskName(input.path().getFileName().toString()).setInitialMax(input.frames())
                .setUnit(" frames", 1).setStyle(ProgressBarStyle.ASCII).showSpeed().setUpdateIntervalMillis(200).build();
    }
}
