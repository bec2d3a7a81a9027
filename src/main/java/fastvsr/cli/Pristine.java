package fastvsr.cli;

import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import fastvsr.train.Naturalness;
import fastvsr.train.RgbImage;
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

/** Fits the model of sharp photos that NIQE compares with. */
@Command(name = "pristine", mixinStandardHelpOptions = true,
        description = "Fits the model of sharp photos that NIQE compares pictures with.")
final class Pristine implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PHOTOS", description = "pictures, folders of pictures, tar archives of pictures")
    private List<Path> sources;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "model to write (.safetensors)")
    private Path out;

    @Override
    public Integer call() throws IOException {
        List<RgbImage> photos = new ArrayList<>();
        for (Path source : sources) {
            photos.addAll(read(source));
        }
        Weights model = Naturalness.fit(photos, 0);
        try (PartFile part = PartFile.of(out, true)) {
            try (OutputStream file = Files.newOutputStream(part.path())) {
                Safetensors.write(model, file);
            }
            part.commit();
        }
        System.err.println(out + ": " + model.metadata().get("blocks") + " sharp blocks of " + photos.size() + " photos");
        return 0;
    }

    private static List<RgbImage> read(Path source) throws IOException {
        List<RgbImage> photos = new ArrayList<>();
        if (!source.toString().endsWith(".tar")) {
            try (Clip clip = Clip.open(source)) {
                clip.forEachRemaining(photos::add);
            }
            return photos;
        }
        for (TarFile.Entry entry : TarFile.read(source)) {
            if (!entry.name().endsWith(".tsv")) {
                photos.add(RgbImage.decode(entry.name(), entry.content()));
            }
        }
        return photos;
    }
}
