package fastvsr.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Upscales a video file four times and keeps its sound. */
@Command(name = "upscale", mixinStandardHelpOptions = true, description = "Upscales a video four times; sound is kept.")
final class Upscale implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IN", description = "any video that GStreamer decodes")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT",
            description = "result; .mp4 .m4v .mov .mkv (H.264), .webm (VP9) or .y4m (raw frames, no sound)")
    private Path out;

    @Mixin
    private ElementOptions element;

    @Option(names = "--quality", defaultValue = "18", paramLabel = "0..51",
            description = "quantizer of the encoder, lower is better; default ${DEFAULT-VALUE}")
    private int quality;

    @Option(names = "--bitrate", paramLabel = "KBIT/S", description = "bit rate instead of constant quality")
    private Optional<Integer> bitrate;

    @Option(names = "--force", description = "replace OUT if it exists")
    private boolean force;

    private final PrintStream messages = System.err;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Container container = Container.of(out);
        HostPipeline.startGStreamer();
        MediaFile input = new Discovery().look(in);
        checkDistinct();
        noteLosses(input, container);
        try (PartFile part = PartFile.of(out, force)) {
            String report = transcode(input, container, part);
            noteBreak(input, new Discovery().look(part.path()));
            part.commit();
            messages.println(out + ": " + report);
        }
        return 0;
    }

    private void checkOptions() {
        element.check();
        if (quality < 0 || quality > 51) {
            throw new CommandException("--quality " + quality + " is not in 0 to 51");
        }
        bitrate.filter(kbit -> kbit < 1 || kbit > 1_000_000).ifPresent(kbit -> {
            throw new CommandException("--bitrate " + kbit + " is not in 1 to 1000000 kbit/s");
        });
    }

    private void checkDistinct() throws IOException {
        if (Files.exists(out) && Files.isSameFile(in, out)) {
            throw new CommandException(out + " is the input; name another file");
        }
    }

    private void noteLosses(MediaFile input, Container container) {
        if (input.subtitles() > 0) {
            messages.println("note: " + input.subtitles() + " subtitle stream(s) are left out");
        }
        if (!input.audio().isEmpty() && !container.takesAudio()) {
            messages.println("note: sound is left out, " + out.getFileName() + " cannot hold it");
        }
    }

    /** A file that was cut off is decoded as far as it goes. */
    private void noteBreak(MediaFile input, MediaFile result) {
        boolean breaksOff = !result.duration().isZero() && result.duration().plusSeconds(1).compareTo(input.duration()) < 0;
        if (breaksOff) {
            messages.printf("note: %s breaks off after %.1f of %.1f s%n", in, result.duration().toMillis() / 1e3,
                    input.duration().toMillis() / 1e3);
        }
    }

    private String transcode(MediaFile input, Container container, PartFile part) throws IOException {
        String encoder = container.videoEncoder(bitrate, quality);
        try (Transcoding work = new Transcoding(input, container, element.element(), encoder, part);
                Progress progress = new Progress(input, messages, Boolean.getBoolean("fastvsr.terminal"))) {
            work.run(progress);
            return progress.report();
        } catch (CommandException e) {
            throw part.isDiskFull() ? new CommandException("the disk that holds " + out + " is full", e) : e;
        }
    }
}
