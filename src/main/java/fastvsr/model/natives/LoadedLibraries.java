package fastvsr.model.natives;

import fastvsr.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The shared libraries of this process.
 *
 * @param files without those that have no name
 */
record LoadedLibraries(List<Path> files) {
    private static final Path MAPS = Path.of("/proc/self/maps");

    /** Those that are loaded now (proc(5)). */
    static LoadedLibraries now() {
        try {
            return parse(Files.readAllLines(MAPS));
        } catch (IOException e) {
            throw new ModelException(ModelException.Cause.ENGINE, MAPS + " cannot be read: " + e, e);
        }
    }

    /** Reads the lines of {@code /proc/self/maps}, whose sixth field is a path. */
    static LoadedLibraries parse(List<String> maps) {
        return new LoadedLibraries(maps.stream().map(line -> line.split("\\s+", 6))
                .filter(fields -> fields.length == 6 && fields[5].startsWith("/") && fields[5].contains(".so"))
                .map(fields -> Path.of(fields[5])).distinct().toList());
    }

    /** The one with a file name. */
    Optional<Path> named(String name) {
        return files.stream().filter(file -> file.endsWith(name)).findFirst();
    }

    /** The folders in which there are some of which the file names begin so. */
    List<Path> foldersOf(List<String> beginnings) {
        return beginnings.stream().flatMap(beginning -> files.stream()
                .filter(file -> file.getFileName().toString().startsWith(beginning)).map(Path::getParent)).distinct().toList();
    }
}
