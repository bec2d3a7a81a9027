package fastvsr.model.torch;

import ai.djl.util.Utils;
import fastvsr.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The libtorch in a jar of this build.
 *
 * @param version    with the day of its making behind a dash
 * @param flavor     {@code cpu}, or {@code cu} and the version of CUDA
 * @param classifier operating system and processor
 * @param libraries  file names
 */
record BundledLibtorch(String version, String flavor, String classifier, List<String> libraries) {
    /** The one that is on the class path. */
    static Optional<BundledLibtorch> find() {
        try (InputStream in = BundledLibtorch.class.getResourceAsStream("/native/lib/pytorch.properties")) {
            return in == null ? Optional.empty() : Optional.of(parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BundledLibtorch parse(InputStream in) throws IOException {
        Properties label = new Properties();
        label.load(in);
        return new BundledLibtorch(label.getProperty("version"), label.getProperty("flavor"),
                label.getProperty("classifier"), List.of(label.getProperty("libraries").split(",")));
    }

    /** DJL unpacks a libtorch for CUDA only if the machine has a CUDA runtime of its own, which this one brings. */
    boolean isForDjlToUnpack() {
        return !flavor.startsWith("cu");
    }

    /**
     * Copies the libraries to DJL's cache folder, once.
     *
     * @throws ModelException ENGINE if they cannot be written
     */
    Libtorch unpacked() {
        return unpackedInto(Utils.getEngineCacheDir("pytorch"));
    }

    /** The same with another folder. */
    Libtorch unpackedInto(Path cache) {
        Path folder = cache.resolve(version + "-" + flavor + "-" + classifier);
        try {
            if (!Files.exists(folder)) {
                unpackTo(folder, Files.createTempDirectory(Files.createDirectories(cache), "tmp"));
            }
        } catch (IOException e) {
            throw new ModelException(ModelException.Cause.ENGINE, "libtorch cannot be unpacked into " + folder + ": " + e
                    + "; make room there, or set DJL_CACHE_DIR to another folder", e);
        }
        return new Libtorch(folder, version.replaceFirst("-.*", ""), flavor);
    }

    /** By way of another folder, of which nothing stays; another process may do the same, and be the first. */
    private void unpackTo(Path folder, Path part) throws IOException {
        try {
            for (String library : libraries) {
                unpack(library, part);
            }
            Files.move(part, folder);
        } catch (FileSystemException failure) {
            if (!Files.exists(folder)) {
                throw failure;
            }
        } finally {
            Utils.deleteQuietly(part);
        }
    }

    private void unpack(String library, Path folder) throws IOException {
        String resource = "/pytorch/" + flavor + "/" + classifier + "/" + library;
        try (InputStream in = BundledLibtorch.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the jar does not hold " + resource);
            }
            Files.copy(in, folder.resolve(library));
        }
    }
}
