package fastvsr.cli;

import fastvsr.train.Drawing;
import fastvsr.train.TarFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes pictures of what photos have little of, for training. */
@Command(name = "draw", mixinStandardHelpOptions = true,
        description = "Draws print, tables, charts, patterns and cartoons, and packs them into one tar archive for training.")
final class Draw implements Callable<Integer> {
    private static final int MOST = 1000;

    @Option(names = "--out", required = true, paramLabel = "FILE.tar", description = "archive to write")
    private Path out;

    @Option(names = "--count", defaultValue = "48", paramLabel = "COUNT", description = "drawings; default ${DEFAULT-VALUE}")
    private int count;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "NUMBER",
            description = "of the first drawing, one more of each after it; default ${DEFAULT-VALUE}")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (count < 1 || count > MOST) {
            throw new CommandException("--count " + count + " is not in 1 to " + MOST);
        }
        Archive.write(out, tar -> {
            for (int i = 0; i < count; i++) {
                TarFile.write(tar, new TarFile.Entry("drawing-%03d.png".formatted(seed + i), png(seed + i)));
            }
        });
        return 0;
    }

    private static byte[] png(long seed) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(Drawing.of(seed).toBuffered(), "png", file);
        return file.toByteArray();
    }
}
