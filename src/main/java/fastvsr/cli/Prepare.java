package fastvsr.cli;

import fastvsr.train.Library;
import fastvsr.train.RgbImage;
import fastvsr.train.StripCutter;
import fastvsr.train.TarFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes film strips of videos, which training reads without GStreamer. */
@Command(name = "prepare", mixinStandardHelpOptions = true,
        description = "Cuts short film strips out of videos and packs them into one tar archive for training.")
final class Prepare implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "VIDEO", description = "videos, or tar archives of videos")
    private List<Path> videos;

    @Option(names = "--out", required = true, paramLabel = "FILE.tar", description = "archive to write")
    private Path out;

    @Option(names = "--every", defaultValue = "60", paramLabel = "FRAMES",
            description = "distance between two strips of a video; default ${DEFAULT-VALUE}")
    private int every;

    @Option(names = "--places", defaultValue = "2", paramLabel = "COUNT",
            description = "strips that are cut from the same frames; default ${DEFAULT-VALUE}")
    private int places;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Archive.write(out, tar -> {
            int strips = 0;
            for (Path video : videos) {
                strips += pack(tar, video);
            }
            if (strips == 0) {
                throw new CommandException("no video has the " + Library.STRIP_FRAMES + " frames of a strip, " + out + " would be empty");
            }
        });
        return 0;
    }

    private void checkOptions() {
        if (every < Library.STRIP_FRAMES) {
            throw new CommandException("--every " + every + " is less than the " + Library.STRIP_FRAMES + " frames of a strip");
        }
        if (places < 1) {
            throw new CommandException("--places " + places + " is less than 1");
        }
    }

    private int pack(OutputStream tar, Path video) throws IOException {
        if (!video.toString().endsWith(".tar")) {
            return packVideo(tar, name(video), video);
        }
        int strips = 0;
        for (TarFile.Entry entry : TarFile.read(video)) {
            if (!entry.name().endsWith(".tsv")) {
                Path copy = Files.createTempFile("fastvsr", entry.name().replace('/', '-'));
                try {
                    Files.write(copy, entry.content());
                    strips += packVideo(tar, name(Path.of(entry.name())), copy);
                } finally {
                    Files.delete(copy);
                }
            }
        }
        return strips;
    }

    private int packVideo(OutputStream tar, String name, Path video) throws IOException {
        int strips = 0;
        List<RgbImage> frames = new ArrayList<>();
        try (Clip clip = Clip.open(video)) {
            for (int frame = 0; clip.hasNext(); frame++) {
                RgbImage image = clip.next();
                if (frame % every < Library.STRIP_FRAMES) {
                    frames.add(image);
                }
                if (frames.size() == Library.STRIP_FRAMES) {
                    strips += packStrips(tar, name, strips, frames);
                    frames.clear();
                }
            }
        }
        System.err.println(name + ": " + strips + " strips");
        return strips;
    }

    private int packStrips(OutputStream tar, String name, int first, List<RgbImage> frames) throws IOException {
        for (int i = first; i < first + places; i++) {
            RgbImage strip = new StripCutter(i).cut(name, frames);
            TarFile.write(tar, new TarFile.Entry("%s-%03d.jpg".formatted(name, i), StripCutter.jpeg(strip)));
        }
        return places;
    }

    private static String name(Path video) {
        return video.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}
