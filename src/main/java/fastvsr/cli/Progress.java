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

    /** Reports on {@code out}, which is a terminal or not. */
    Progress(MediaFile input, PrintStream out, boolean terminal) {
        this.input = input;
        this.out = out;
        this.bar = terminal ? Optional.of(newBar(input)) : Optional.empty();
    }

    /** The video is done up to this time of the stream. */
    void reached(long nanos) {
        long frames = Math.round(nanos * input.video().frameRate() / 1e9);
        bar.ifPresent(b -> b.stepTo(frames));
        if (bar.isEmpty() && System.nanoTime() - lastLine >= LINE_INTERVAL_NANOS) {
            lastLine = System.nanoTime();
            out.println(line(nanos, frames));
        }
    }

    /** Seconds since the start. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private String line(long nanos, long frames) {
        double total = input.duration().toNanos();
        if (total == 0 || nanos == 0) {
            return String.format("%d frames, %.1f fps", frames, frames / seconds());
        }
        return String.format("%d of %d frames, %.1f fps, %.0f s left", frames, input.frames(), frames / seconds(),
                seconds() * Math.max(0, total / nanos - 1));
    }

    private static ProgressBar newBar(MediaFile input) {
        return new ProgressBarBuilder().setTaskName(input.path().getFileName().toString()).setInitialMax(input.frames())
                .setUnit(" frames", 1).setStyle(ProgressBarStyle.ASCII).showSpeed().setUpdateIntervalMillis(200).build();
    }
}
