package fastvsr.model.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's kernel driver.
 *
 * @param major its version up to the first dot
 * @param text  its whole version
 */
record CudaDriver(int major, String text) {
    private static final Path VERSION_FILE = Path.of("/proc/driver/nvidia/version");
    private static final Pattern VERSION = Pattern.compile("\\s(\\d{3,})(\\.\\d+){1,2}\\s");
    private static final Pattern FLAVOR = Pattern.compile("cu(\\d\\d)\\d+");

    /** The driver that is loaded. */
    static Optional<CudaDriver> loaded() {
        try {
            return parse(Files.readString(VERSION_FILE));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Reads what the driver says of itself in {@code /proc/driver/nvidia/version}. */
    static Optional<CudaDriver> parse(String text) {
        Matcher version = VERSION.matcher(text);
        return version.find() ? Optional.of(new CudaDriver(Integer.parseInt(version.group(1)), version.group().strip()))
                : Optional.empty();
    }

    /**
     * Why a libtorch finds no GPU, in words that follow "because".
     *
     * @param flavor of the libtorch: {@code cpu} or {@code cu} and the version of CUDA
     */
    static String whyNoCuda(String flavor, Optional<CudaDriver> driver) {
        if (!flavor.startsWith("cu")) {
            return "libtorch was built without CUDA (" + flavor + "): run ./fastvsr build -Pcuda, or point "
                    + "PYTORCH_LIBRARY_PATH at a libtorch built for CUDA, or say device=cpu";
        }
        if (driver.isEmpty()) {
            return "no NVIDIA driver is loaded (there is no " + VERSION_FILE + "): install it, or say device=cpu";
        }
        int needed = oldestMajor(flavor);
        if (driver.get().major() < needed) {
            return "the NVIDIA driver " + driver.get().text() + " is too old for libtorch " + flavor + ": install "
                    + needed + " or newer, or a libtorch for an older CUDA";
        }
        return "libtorch " + flavor + " finds no GPU, though the NVIDIA driver " + driver.get().text()
                + " is loaded: see nvidia-smi and CUDA_VISIBLE_DEVICES";
    }

    /** The first driver that runs programs of a CUDA version (CUDA Compatibility, table of minor version compatibility). */
    private static int oldestMajor(String flavor) {
        Matcher cuda = FLAVOR.matcher(flavor);
        return switch (cuda.matches() ? Integer.parseInt(cuda.group(1)) : 0) {
            case 11 -> 450;
            case 12 -> 525;
            case 13 -> 580;
            default -> 0;
        };
    }
}
