package fastvsr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A result file that appears under its name only when it is complete; or several numbered ones, which appear together.
 *
 * <p>Until {@link #commit} everything is in {@code NAME.part}, a folder where results are numbered; closing before that, or
 * the end of the process by SIGINT or SIGTERM, removes it.
 */
final class PartFile implements AutoCloseable {
    private static final long DISK_FULL_BYTES = 64 << 10;

    private final Path result;
    private final Optional<NumberedFiles> numbered;
    private final Path part;
    private final Path scratch;
    private boolean open = true;

    private PartFile(Path result, Optional<NumberedFiles> numbered) {
        this.result = result.toAbsolutePath().normalize();
        this.numbered = numbered;
        this.part = this.result.resolveSibling(result.getFileName() + ".part");
        this.scratch = this.result.resolveSibling(result.getFileName() + ".part.scratch");
    }

    /**
     * Opens the part of a result.
     *
     * @param replace whether a result that exists may be replaced
     * @throws CommandException if it may not, or if its folder cannot be written
     */
    static PartFile of(Path result, boolean replace) {
        PartFile file = new PartFile(result, Optional.empty());
        file.check(replace);
        Interruption.before(file::abandon);
        return file;
    }

    /**
     * Opens the part of numbered results.
     *
     * @param replace whether those that exist may be replaced
     * @throws CommandException if they may not, or if their folder cannot be written
     */
    static PartFile of(NumberedFiles results, boolean replace) throws IOException {
        PartFile file = new PartFile(results.pattern(), Optional.of(results));
        file.check(replace);
        file.deleteParts(); // of a process that was killed
        Interruption.before(file::abandon);
        Files.createDirectory(file.part);
        return file;
    }

    /** What is written: a file, or the pattern of several. */
    Path path() {
        return numbered.isPresent() ? part.resolve(result.getFileName()) : part;
    }

    /** The GStreamer element that writes, in gst-launch syntax. */
    String sink() {
        return numbered.isPresent() ? "multifilesink index=1" : "filesink";
    }

    /** The {@code location} of that element. */
    String location() {
        return numbered.map(files -> files.in(part).location()).orElse(part.toString());
    }

    /** A second file for whoever writes the first one; it never outlives the part. */
    Path scratch() {
        return scratch;
    }

    /** Whether hardly anything more can be written. */
    boolean isDiskFull() {
        return result.getParent().toFile().getUsableSpace() < DISK_FULL_BYTES;
    }

    /** Gives what was written its final name, in place of all that was there by that name. */
    synchronized void commit() throws IOException {
        if (numbered.isEmpty()) {
            move(part, result);
        } else {
            commitNumbered(numbered.get());
        }
        close();
    }

    /** Those that were there and are not written anew would be taken for frames of the same video. */
    private void commitNumbered(NumberedFiles results) throws IOException {
        Set<Path> old = new HashSet<>(results.existing().values());
        for (Path file : results.in(part).existing().values()) {
            Path target = results.folder().resolve(file.getFileName());
            move(file, target);
            old.remove(target);
        }
        for (Path file : old) {
            Files.delete(file);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public synchronized void close() throws IOException {
        open = false;
        deleteParts();
    }

    /** The folder is renamed first: whoever still writes there, as a pipeline that is interrupted does, does not find it any more. */
    private void deleteParts() throws IOException {
        if (numbered.isPresent()) {
            deleteFolder(scratch);
            if (isFolder(part)) {
                Files.move(part, scratch);
                deleteFolder(scratch);
            }
        }
        for (Path leftover : List.of(part, scratch)) {
            Files.deleteIfExists(leftover);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (!isFolder(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private void check(boolean replace) {
        checkFolder();
        checkResults(replace);
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

    private void checkResults(boolean replace) {
        for (Path file : numbered.map(files -> files.existing().values()).orElse(List.of(result))) {
            if (Files.isDirectory(file)) {
                throw new CommandException(file + " is a folder; name a file");
            }
            if (Files.exists(file) && !replace) {
                throw new CommandException(file + " exists already; --force replaces it");
            }
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
