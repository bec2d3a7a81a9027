package fastvsr.model.natives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps compiled kernels from one run to the next.
 *
 * @param folder may not exist yet
 */
record KernelCache(Path folder) {
    /** In the user's cache folder (XDG Base Directory Specification). */
    static KernelCache ofUser(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path folder = cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return new KernelCache(folder.resolve("fastvsr"));
    }

    /** What was kept for this text and architecture. */
    Optional<byte[]> find(String source, String architecture) {
        try {
            return Optional.of(Files.readAllBytes(file(source, architecture)));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Keeps compiled kernels, unless the folder cannot be written: then they are compiled again next time. */
    void keep(String source, String architecture, byte[] compiled) {
        try {
            Path part = Files.createTempFile(Files.createDirectories(folder), "kernels", ".part");
            try {
                Files.write(part, compiled);
                Files.move(part, file(source, architecture), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException fullOrForbidden) {
            return;
        }
    }

    private Path file(String source, String architecture) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return folder.resolve("kernels-" + HexFormat.of().formatHex(hash, 0, 12) + "-" + architecture + ".cubin");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
