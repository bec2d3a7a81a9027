package fastvsr.cli;

import fastvsr.train.TarFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tar archive for training, which is there when it is complete. */
final class Archive {
    /** What fills it. */
    interface Filling {
        void into(OutputStream tar) throws IOException;
    }

    private Archive() {
    }

    /**
     * Writes the archive, in place of one that is there.
     *
     * @throws CommandException if it cannot be written
     */
    static void write(Path archive, Filling filling) throws IOException {
        try (PartFile part = PartFile.of(archive, true)) {
            try (OutputStream tar = new BufferedOutputStream(Files.newOutputStream(part.path()))) {
                filling.into(tar);
                TarFile.end(tar);
            } catch (FileSystemException named) {
                throw named; // of a file that is read
            } catch (IOException e) {
                throw new CommandException(part.isDiskFull() ? "the disk that holds " + archive + " is full"
                        : archive + " cannot be written: " + e.getMessage(), e);
            }
            part.commit();
        }
    }
}
