package fastvsr.cli;

import fastvsr.model.ModelException;
import fastvsr.model.Models;
import fastvsr.model.Preset;
import fastvsr.model.SuperResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;

/** What {@link Doctor} looks at. */
final class Examination {
    private static final String PRESET = "nano";
    private static final Version OLDEST_GSTREAMER = Version.of(1, 20);
    private static final Path NVIDIA_DRIVER = Path.of("/proc/driver/nvidia/version");
    private static final Path NVIDIA_GPUS = Path.of("/proc/driver/nvidia/gpus");
    private static final String GPU_PRESET = "live";
    private static final int GROUP = 8;
    private static final int SCALE = 4;
    private static final List<FrameSize> SIZES = List.of(new FrameSize(640, 360), new FrameSize(960, 540),
            new FrameSize(1920, 1080), new FrameSize(3840, 2160), new FrameSize(7680, 4320));

    /** Everything there is to say, in the order in which one thing needs the other. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(gstreamer());
        findings.add(codecs());
        findings.add(plugin());
        findings.add(gpu());
        findings.add(engine());
        findings.add(network());
        findings.add(memory());
        return findings;
    }

    private Finding java() {
        return Finding.found("Java", System.getProperty("java.version") + ", " + System.getProperty("java.home"));
    }

    private Finding gstreamer() {
        HostPipeline.startGStreamer();
        Version version = Gst.getVersion();
        return version.checkSatisfies(OLDEST_GSTREAMER) ? Finding.found("GStreamer", version.toString())
                : Finding.missing("GStreamer", version + " is too old, 1.20 or newer is needed: Debian 12 and Ubuntu 24.04 have it");
    }

    private Finding codecs() {
        Map<String, String> elements = elements();
        List<String> absent = elements.keySet().stream().filter(name -> !HostPipeline.offers(name)).toList();
        if (absent.isEmpty()) {
            return Finding.found("codecs", String.join(" ", elements.keySet()));
        }
        List<String> packages = absent.stream().map(elements::get).distinct().toList();
        return Finding.missing("codecs", String.join(" ", absent) + "\nsudo apt-get install " + String.join(" ", packages));
    }

    /** Elements that our commands use, each with the Debian package that holds it. */
    private static Map<String, String> elements() {
        Map<String, String> elements = new LinkedHashMap<>();
        for (String name : List.of("parsebin", "decodebin", "videoconvert", "opusenc")) {
            elements.put(name, "gstreamer1.0-plugins-base");
        }
        for (String name : List.of("qtdemux", "mp4mux", "matroskamux", "webmmux", "vp9enc", "deinterlace", "videoflip")) {
            elements.put(name, "gstreamer1.0-plugins-good");
        }
        elements.put("h264parse", "gstreamer1.0-plugins-bad");
        elements.put("x264enc", "gstreamer1.0-plugins-ugly");
        for (Codec codec : List.of(Codec.H264_DECODER, Codec.SOUND_ENCODER)) {
            elements.put(codec.element().split(" ")[0], "gstreamer1.0-libav");
        }
        return elements;
    }

    private Finding plugin() {
        String path = Optional.ofNullable(System.getenv("GST_PLUGIN_PATH")).orElse("(not set)");
        return HostPipeline.offers("fastvsr") ? Finding.found("plugin", "element fastvsr, GST_PLUGIN_PATH=" + path)
                : Finding.missing("plugin", "GStreamer does not find the element fastvsr; GST_PLUGIN_PATH=" + path
                        + "\neval \"$(./fastvsr env)\", then gst-inspect-1.0 fastvsr says why; if it is in the list of"
                        + "\ngst-inspect-1.0 --print-blacklist, remove ~/.cache/gstreamer-1.0");
    }

    private Finding gpu() {
        try {
            String driver = "NVIDIA driver " + Files.readAllLines(NVIDIA_DRIVER).get(0).replaceAll(" +", " ");
            return Finding.found("GPU", Stream.concat(gpuNames().stream(), Stream.of(driver)).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            return Finding.optional("GPU", "no NVIDIA driver (" + NVIDIA_DRIVER + "); networks run on the CPU");
        }
    }

    /** The driver's names of the GPUs, in the order of their places on the bus. */
    private static List<String> gpuNames() throws IOException {
        if (!Files.isDirectory(NVIDIA_GPUS)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> gpus = Files.newDirectoryStream(NVIDIA_GPUS)) {
            for (Path gpu : gpus) {
                Files.readAllLines(gpu.resolve("information")).stream().filter(line -> line.startsWith("Model:"))
                        .map(line -> line.substring("Model:".length()).strip()).forEach(names::add);
            }
        }
        return names;
    }

    private Finding engine() {
        String folder = System.getenv("PYTORCH_LIBRARY_PATH");
        if (folder != null) {
            return Finding.found("engine", "the libtorch in " + folder + " (PYTORCH_LIBRARY_PATH)");
        }
        Properties bundled = new Properties();
        try (InputStream in = Examination.class.getResourceAsStream("/native/lib/pytorch.properties")) {
            if (in == null) {
                return Finding.missing("engine", "no libtorch: build again, or set PYTORCH_LIBRARY_PATH");
            }
            bundled.load(in);
            return Finding.found("engine", "libtorch " + bundled.get("version") + " " + bundled.get("flavor") + ", of this build");
        } catch (IOException e) {
            return Finding.missing("engine", "the libtorch of this build cannot be read: " + e.getMessage());
        }
    }

    private Finding network() {
        try (SuperResolver resolver = Models.open(PRESET, "auto", 0)) {
            return Finding.found("network", PRESET + ", page " + resolver.model().page() + ", x" + resolver.model().scale()
                    + ", runs on " + resolver.device() + (Models.gpus() > 1 ? "; device=cuda:all are " + Models.gpus() + " GPUs" : "")
                    + lookAhead() + resolver.takeComplaint().map(text -> "\n" + text).orElse(""));
        } catch (ModelException e) {
            return Finding.missing("network", e.getMessage());
        }
    }

    /** Of presets that look ahead: so many frames later their pictures come. */
    private static String lookAhead() {
        return Arrays.stream(Preset.values()).map(preset -> Models.spec(preset.label())).filter(model -> model.lookAhead() > 0)
                .map(model -> "; " + model.name() + " looks " + model.lookAhead() + " frames ahead").collect(Collectors.joining());
    }

    private Finding memory() {
        try {
            return Finding.found("GPU memory", "for groups of " + GROUP + " frames, about: " + SIZES.stream()
                    .map(size -> size + " " + need(size)).collect(Collectors.joining(", ")) + " (" + GPU_PRESET + ")");
        } catch (ModelException e) {
            return Finding.optional("GPU memory", e.getMessage());
        }
    }

    private static String need(FrameSize size) {
        OptionalLong bytes = Models.memoryNeed(GPU_PRESET, size.format(), size.times(SCALE).format(), GROUP);
        return bytes.isPresent() ? String.format("%.1f GB", bytes.getAsLong() / 1e9) : "unknown";
    }
}
