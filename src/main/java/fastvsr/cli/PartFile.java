package fastvsr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A result file that appears under its name only when it is complete.
 *
 * <p>Until {@link #commit} everything is in {@code NAME.part}; closing before that, or the end of the process by
 * SIGINT or SIGTERM, removes it.
 */
final class PartFile implements AutoCloseable {
    private static final long DISK_FULL_BYTES = 64 << 10;

    private final Path result;
    private final Path part;
    private final Path scratch;
    private boolean open = true;

    private PartFile(Path result) {
        this.result = result;
        this.part = result.resolveSibling(result.getFileName() + ".part");
        this.scratch = result.resolveSibling(result.getFileName() + ".part.scratch");
    }

    /**
     * Opens the part of a result.
     *
     * @param replace whether a result that exists may be replaced
     * @throws CommandException if it may not, or if its folder cannot be written
     */
    static PartFile of(Path result, boolean replace) {
        PartFile file = new PartFile(result.toAbsolutePath().normalize());
        file.checkFolder();
        file.checkResult(replace);
        Interruption.before(file::abandon);
        return file;
    }

    /** Where to write. */
    Path path() {
        return part;
    }

    /** A second file for whoever writes the first one; it never outlives the part. */
    Path scratch() {
        return scratch;
    }

    /** Whether hardly anything more can be written. */
    boolean isDiskFull() {
        return result.getParent().toFile().getUsableSpace() < DISK_FULL_BYTES;
    }

    /** Gives the part its final name, in place of a file that had it. */
    synchronized void commit() throws IOException {
        Files.move(part, result, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        close();
    }

    @Override
    public synchronized void close() throws IOException {
        open = false;
        for (Path leftover : List.of(part, scratch)) {
            Files.deleteIfExists(leftover);
        }
    }

    private void checkFolder() {
        Path folder = result.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandException("there is no folder " + folder + " to write " + result.getFileName() + " to");
        }
        if (!Files.isWritable(folder)) {
            throw new CommandException("no permission to write to the folder " + folder);
        }
    }

    private void checkResult(boolean replace) {
        if (Files.isDirectory(result)) {
            throw new CommandException(result + " is a folder; name a file");
        }
        if (Files.exists(result) && !replace) {
            throw new CommandException(result + " exists already; --force replaces it");
        }
    }

    private synchronized String abandon() {
        if (!open) {
            return "";
        }
        try {
            close();
            return "nothing was written to " + result;
        } catch (IOException e) {
            return "remove the incomplete " + part + " by hand: " + e;
        }
    }
}
