package fastvsr.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Upscales a video file four times and keeps its sound, or a picture. */
@Command(name = "upscale", mixinStandardHelpOptions = true,
        description = "Upscales a video or a picture four times; sound is kept.")
final class Upscale implements Callable<Integer> {
    private static final double DEFAULT_FRAME_RATE = 25;

    @Parameters(index = "0", paramLabel = "IN",
            description = "any video or picture that GStreamer decodes, or numbered pictures like frame-%%05d.png")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT",
            description = {"result; .mp4 .m4v .mov .mkv (H.264), .webm (VP9) or .y4m (raw frames, no sound);",
                "pictures, RGB and video with transparency become 4:2:0, as players expect, in all but .mkv and .y4m;",
                ".png .jpg .jpeg of a picture; of a video, a name like frame-%%05d.png gives each frame a file, from 1 on"})
    private Path out;

    @Mixin
    private ElementOptions element;

    @Option(names = "--quality", defaultValue = "18", paramLabel = "0..51",
            description = "quantizer of the encoder, lower is better; default ${DEFAULT-VALUE}")
    private int quality;

    @Option(names = "--bitrate", paramLabel = "KBIT/S", description = "bit rate instead of constant quality")
    private Optional<Integer> bitrate;

    @Option(names = "--frame-rate", paramLabel = "FPS", description = "frames per second of numbered pictures; default 25")
    private Optional<Double> frameRate;

    @Option(names = "--force", description = "replace OUT if it exists; of numbered pictures, all of them")
    private boolean force;

    private final PrintStream messages = System.err;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Container container = Container.of(out);
        checkFit(container);
        HostPipeline.startGStreamer();
        MediaFile input = look(in, frameRate.orElse(DEFAULT_FRAME_RATE));
        checkFit(input, container);
        checkDistinct(container);
        noteLosses(input, container);
        try (PartFile part = openPart(container)) {
            String report = transcode(input, container, part);
            noteBreak(input, container, look(part.path(), input.video().frameRate()));
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
        frameRate.filter(rate -> !(rate >= 1 && rate <= 1000)).ifPresent(rate -> {
            throw new CommandException("--frame-rate " + rate + " is not in 1 to 1000");
        });
        bitrate.filter(kbit -> kbit < 1 || kbit > 1_000_000).ifPresent(kbit -> {
            throw new CommandException("--bitrate " + kbit + " is not in 1 to 1000000 kbit/s");
        });
    }

    private void checkFit(Container container) {
        if (bitrate.isPresent() && container.isPicture()) {
            throw new CommandException("--bitrate is for videos; --quality decides how large a JPEG becomes");
        }
        if (frameRate.isPresent() && numbered(in).isEmpty()) {
            throw new CommandException("--frame-rate is for numbered pictures like frame-%05d.png, not for " + in);
        }
    }

    private void checkFit(MediaFile input, Container container) throws IOException {
        if (input.isPicture() && !container.isPicture()) {
            throw new CommandException(in + " is a picture, " + out + " would be a video; its extension has to be one of "
                    + Container.pictureExtensions());
        }
        if (!input.isPicture() && container.isPicture() && numberedResults(container).isEmpty()) {
            throw new CommandException(in + " is a video; give each frame a file of its own by a name like "
                    + out.getFileName().toString().replaceFirst("(?=\\.[^.]*$)", "-%05d"));
        }
        Optional<NumberedFiles> pictures = numbered(in);
        if (pictures.isPresent() && !container.isPicture()) {
            pictures.get().checkSizes();
        }
        container.checkSize(4 * input.video().width(), 4 * input.video().height());
    }

    private PartFile openPart(Container container) throws IOException {
        Optional<NumberedFiles> results = numberedResults(container);
        return results.isPresent() ? PartFile.of(results.get(), force) : PartFile.of(out, force);
    }

    private Optional<NumberedFiles> numberedResults(Container container) {
        return container.isPicture() ? NumberedFiles.of(out) : Optional.empty();
    }

    /** The files that a path stands for; one whose name has a place for a number means itself if it is there. */
    private static Optional<NumberedFiles> numbered(Path path) {
        return Files.exists(path) ? Optional.empty() : NumberedFiles.of(path);
    }

    private static MediaFile look(Path path, double frameRate) throws IOException {
        Optional<NumberedFiles> pictures = numbered(path);
        return pictures.isPresent() ? pictures.get().look(frameRate) : new Discovery().look(path);
    }

    /** Whether it is forced or not, and by whatever name the same file is called. */
    private void checkDistinct(Container container) throws IOException {
        Set<Path> inputs = new HashSet<>();
        for (Path file : files(numbered(in), in)) {
            inputs.add(file.toRealPath());
        }
        for (Path file : files(numberedResults(container), out)) {
            if (Files.exists(file) && inputs.contains(file.toRealPath())) {
                throw new CommandException(file + " is the input; name another file");
            }
        }
    }

    private static Collection<Path> files(Optional<NumberedFiles> numbered, Path single) {
        return numbered.map(all -> all.existing().values()).orElse(List.of(single));
    }

    private void noteLosses(MediaFile input, Container container) throws IOException {
        if (input.others() > 0) {
            Notes.tell(input.others() + " further video stream(s) are left out");
        }
        if (input.subtitles() > 0) {
            Notes.tell(input.subtitles() + " subtitle stream(s) are left out");
        }
        if (!input.audio().isEmpty() && !container.takesAudio()) {
            Notes.tell("sound is left out, " + out.getFileName() + " cannot hold it");
        }
        if (input.video().hasAlpha() && !container.takesAlpha()) {
            Notes.tell("transparency is left out, if there is any; " + out.getFileName() + " cannot hold it");
        }
        if (input.video().isDeep() && !container.takesDeep()) {
            Notes.tell(out.getFileName() + " holds 8 bits of each sample, " + in.getFileName() + " has more");
        }
        if (input.video().isDeepest() && container.takesTenBits()) {
            Notes.tell(out.getFileName() + " holds 10 bits of each sample, " + in.getFileName() + " has more; .webm holds 12");
        }
        if (input.video().isInterlaced() && input.video().isDeep() && container.takesDeep()) {
            Notes.tell("interlaced video of more than 8 bits is deinterlaced in 8");
        }
        if (input.isPicture() && FurtherPictures.areIn(in)) {
            Notes.tell(in.getFileName() + " holds several pictures; only the first is taken");
        }
        noteColours(input);
    }

    private void noteColours(MediaFile input) throws IOException {
        if (!input.isPicture() && numbered(in).isEmpty()) {
            return;
        }
        for (Path picture : files(numbered(in), in)) {
            if (ColourProfile.isOther(picture)) {
                Notes.tell("the colour profile of " + picture.getFileName() + " is not passed on; colours may look different");
                return;
            }
        }
    }

    /** A file that was cut off is decoded as far as it goes; sound that is left out may have been longer than all that is kept. */
    private void noteBreak(MediaFile input, Container container, MediaFile result) {
        boolean isComparable = input.audio().isEmpty() || container.takesAudio();
        boolean breaksOff = isComparable && !result.duration().isZero() && result.duration().plusSeconds(1).compareTo(input.duration()) < 0;
        if (breaksOff) {
            Notes.tell(String.format("%s breaks off after %.1f of %.1f s", in, result.duration().toMillis() / 1e3,
                    input.duration().toMillis() / 1e3));
        }
    }

    /** A numbered picture that is damaged gives no frame. */
    private void noteDamaged(long missing, MediaFile input) {
        if (numbered(in).isPresent() && missing > 0) {
            Notes.tell(missing + " of " + input.frames() + " pictures cannot be decoded and " + (missing == 1 ? "is" : "are")
                    + " left out");
        }
    }

    private String transcode(MediaFile input, Container container, PartFile part) throws IOException {
        String encoder = container.videoEncoder(bitrate, quality);
        String upscaler = input.isPicture() ? element.element(1) : element.element();
        try (Transcoding work = new Transcoding(input, container, upscaler, encoder, part);
                Progress progress = new Progress(input, messages, Boolean.getBoolean("fastvsr.terminal"))) {
            work.run(progress);
            noteDamaged(input.frames() - progress.done(), input);
            return progress.report();
        } catch (CommandException e) {
            throw part.isDiskFull() ? new CommandException("the disk that holds " + out + " is full", e) : e;
        }
    }
}
