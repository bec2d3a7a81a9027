package fastvsr.model.torch;

import fastvsr.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A libtorch on disk, as far as its files tell before it is loaded.
 *
 * <p>DJL's native library is compiled for one version of libtorch and crashes the process in another one; so what does
 * not fit is refused here.
 *
 * @param folder  where {@code libtorch.so} lies
 * @param version such as {@code 2.7.1}
 * @param flavor  {@code cpu}, or {@code cu} and the CUDA version without its dot
 */
record Libtorch(Path folder, String version, String flavor) {
    private static final String PLACE = "PYTORCH_LIBRARY_PATH";
    private static final String BRIDGE = "libdjl_torch.so";
    private static final String BUNDLED_BRIDGES = "/jnilib/pytorch.properties";
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)\\S*?(?:\\+(c\\w+))?['\"\\s]");

    /** Files in which distributions of libtorch say what they are: the zip archive, the Python package. */
    private static final List<String> LABELS = List.of("../build-version", "../version.py", "build-version");

    /**
     * The libtorch that the environment names instead of the one of this build.
     *
     * @throws ModelException ENGINE if there is none, or its version cannot be found out or contradicts the environment
     */
    static Optional<Libtorch> named(Map<String, String> environment) {
        String place = environment.get(PLACE);
        if (place == null) {
            return Optional.empty();
        }
        Path folder = Stream.of(place.split(":")).map(Path::of)
                .map(path -> path.endsWith("libtorch.so") ? path.toAbsolutePath().getParent() : path.toAbsolutePath())
                .filter(path -> Files.exists(path.resolve("libtorch.so"))).findFirst()
                .orElseThrow(() -> unusable("there is no libtorch.so in " + PLACE + "=" + place));
        Optional<Libtorch> labelled = labelled(folder);
        Libtorch found = new Libtorch(folder,
                agreed("PYTORCH_VERSION", environment, folder, labelled.map(Libtorch::version)),
                agreed("PYTORCH_FLAVOR", environment, folder, labelled.map(Libtorch::flavor)));
        return Optional.of(found);
    }

    private static Optional<Libtorch> labelled(Path folder) {
        return LABELS.stream().map(folder::resolve).filter(Files::isReadable).findFirst()
                .map(label -> VERSION.matcher(read(label))).filter(Matcher::find)
                .map(text -> new Libtorch(folder, text.group(1), flavor(folder, text.group(2))));
    }

    private static String flavor(Path folder, String label) {
        boolean hasCuda = Files.exists(folder.resolve("libtorch_cuda.so"));
        return hasCuda && label != null ? label : hasCuda ? "cuda" : "cpu";
    }

    private static String agreed(String variable, Map<String, String> environment, Path folder, Optional<String> found) {
        String said = environment.getOrDefault(variable, "");
        if (said.isEmpty()) {
            return found.orElseThrow(() -> unusable("nothing in " + folder + " says which libtorch it holds (no "
                    + String.join(", no ", LABELS) + "); set " + variable));
        }
        if (found.isPresent() && !found.get().equals(said) && !found.get().equals("cuda")) {
            throw unusable(variable + "=" + said + ", but " + folder + " holds " + found.get() + "; unset " + variable);
        }
        return said;
    }

    /**
     * Refuses a libtorch that DJL's native library would crash in.
     *
     * @param djl version of DJL in this build
     * @throws ModelException ENGINE if none of the native libraries at hand was compiled for this libtorch
     */
    void check(String djl) {
        boolean bringsOwn = Files.exists(folder.resolve(BRIDGE)) || Files.exists(folder.resolve(djl + "-" + BRIDGE));
        if (!bringsOwn && !isServedByBuild(djl)) {
            throw unusable("libtorch " + version + " (" + flavor + ") in " + folder + " does not fit: this build was made for "
                    + bundledBridges() + "; use that version, or put a " + BRIDGE + " compiled for " + version + " beside it");
        }
    }

    private boolean isServedByBuild(String djl) {
        return bundledBridges().startsWith(version + "-" + djl)
                && Libtorch.class.getResource("/jnilib/linux-x86_64/" + flavor + "/" + BRIDGE) != null;
    }

    private static String bundledBridges() {
        Properties bridges = new Properties();
        try (InputStream in = Libtorch.class.getResourceAsStream(BUNDLED_BRIDGES)) {
            if (in != null) {
                bridges.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bridges.getProperty("jni_version", "none");
    }

    private static String read(Path label) {
        try {
            return Files.readString(label) + "\n";
        } catch (IOException e) {
            throw unusable(label + " cannot be read: " + e.getMessage());
        }
    }

    private static ModelException unusable(String reason) {
        return new ModelException(ModelException.Cause.ENGINE, "libtorch cannot be used: " + reason);
    }
}
