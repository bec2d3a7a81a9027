package fastvsr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A result file that appears under its name only when it is complete; or several numbered ones, which appear together.
 *
 * <p>Until {@link #commit} everything is in a folder beside them that nobody else has: its name is new when it is made.
 * Closing before that, or the end of the process by SIGINT or SIGTERM, removes it.
 */
final class PartFile implements AutoCloseable {
    /** What the folder's name begins with. */
    static final String PREFIX = ".fastvsr-";
    private static final long DISK_FULL_BYTES = 64 << 10;

    private final Path result;
    private final Optional<NumberedFiles> numbered;
    private final boolean replace;
    private final Path folder;
    private boolean open = true;

    private PartFile(Path result, Optional<NumberedFiles> numbered, boolean replace, Path folder) {
        this.result = result;
        this.numbered = numbered;
        this.replace = replace;
        this.folder = folder;
    }

    /**
     * Opens the part of a result.
     *
     * @param replace whether a result that exists may be replaced
     * @throws CommandException if it may not, or if its folder cannot be written
     */
    static PartFile of(Path result, boolean replace) throws IOException {
        return of(result, Optional.empty(), replace);
    }

    /**
     * Opens the part of numbered results.
     *
     * @param replace whether those that exist may be replaced
     * @throws CommandException if they may not, or if their folder cannot be written
     */
    static PartFile of(NumberedFiles results, boolean replace) throws IOException {
        return of(results.pattern(), Optional.of(results), replace);
    }

    private static PartFile of(Path path, Optional<NumberedFiles> numbered, boolean replace) throws IOException {
        Path named = path.toAbsolutePath().normalize();
        checkFolder(named);
        checkResults(numbered.map(files -> files.existing().values()).orElse(List.of(named)), replace);
        Path result = replace && Files.exists(named) ? named.toRealPath() : named; // a link stays, its target is replaced
        checkFolder(result);
        PartFile file = new PartFile(result, numbered, replace, Files.createTempDirectory(result.getParent(), PREFIX));
        Interruption.before(file::abandon);
        return file;
    }

    /** What is written: a file, or the pattern of several. */
    Path path() {
        return folder.resolve(result.getFileName());
    }

    /** The GStreamer element that writes, in gst-launch syntax. */
    String sink() {
        return numbered.isPresent() ? "multifilesink index=1" : "filesink";
    }

    /** The {@code location} of that element. */
    String location() {
        return numbered.map(files -> files.in(folder).location()).orElse(path().toString());
    }

    /** A second file for whoever writes the first one; it never outlives the part. */
    Path scratch() {
        return folder.resolve(result.getFileName() + ".scratch");
    }

    /** Whether hardly anything more can be written. */
    boolean isDiskFull() {
        return result.getParent().toFile().getUsableSpace() < DISK_FULL_BYTES;
    }

    /**
     * Gives what was written its final name, in place of all that was there by that name.
     *
     * @throws CommandException if that may not be replaced and has appeared meanwhile; what was written stays in the folder then
     */
    synchronized void commit() throws IOException {
        if (!replace) {
            checkNew();
        }
        if (numbered.isEmpty()) {
            move(path(), result);
        } else {
            commitNumbered(numbered.get());
        }
        close();
    }

    private void checkNew() throws IOException {
        Collection<Path> there = numbered.map(files -> files.existing().values()).orElse(List.of(result));
        for (Path file : there) {
            if (isThere(file)) {
                open = false;
                Files.deleteIfExists(scratch());
                throw new CommandException(file + " has appeared meanwhile and is kept; the new result is "
                        + (numbered.isPresent() ? "in " + folder : path()));
            }
        }
    }

    /** Those that were there and are not written anew would be taken for frames of the same video. */
    private void commitNumbered(NumberedFiles results) throws IOException {
        Set<Path> old = new HashSet<>(results.existing().values());
        for (Path file : results.in(folder).existing().values()) {
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
        if (open) {
            open = false;
            deleteFolder();
        }
    }

    /** It is renamed first: whoever still writes there, as a pipeline that is interrupted does, does not find it any more. */
    private void deleteFolder() throws IOException {
        Path gone = folder.resolveSibling(folder.getFileName() + "-gone");
        if (Files.exists(folder)) {
            Files.move(folder, gone);
        }
        if (Files.exists(gone)) {
            try (Stream<Path> files = Files.list(gone)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(gone);
        }
    }

    private static void checkFolder(Path result) {
        Path folder = result.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandException("there is no folder " + folder + " to write " + result.getFileName() + " to");
        }
        if (!Files.isWritable(folder)) {
            throw new CommandException("no permission to write to the folder " + folder);
        }
    }

    private static void checkResults(Collection<Path> results, boolean replace) {
        for (Path file : results) {
            if (Files.isDirectory(file)) {
                throw new CommandException(file + " is a folder; name a file");
            }
            if (isThere(file) && !replace) {
                throw new CommandException(file + " exists already; --force replaces it");
            }
        }
    }

    /** Links that lead nowhere are there too. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private synchronized String abandon() {
        if (!open) {
            return "";
        }
        try {
            close();
            return "nothing was written to " + result;
        } catch (IOException e) {
            return "remove the incomplete " + folder + " by hand: " + e;
        }
    }
}
