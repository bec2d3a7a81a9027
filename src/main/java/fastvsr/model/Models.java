package fastvsr.model;

import fastvsr.model.torch.PeakMeasurement;
import fastvsr.model.torch.TorchSuperResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Opens networks by the names that users give. */
public final class Models {
    /** Frames that go through a network together, at most. */
    public static final int LONGEST_GROUP = 64;

    private static final int SCALE = 4;
    private static final int DEFAULT_GROUP_LENGTH = 5;
    private static final int MAX_LOOK_AHEAD = 16;

    private Models() {
    }

    /**
     * Loads a network; the first call in a process takes about a second. On a CPU, frames that are repeated cost next to nothing.
     *
     * @param model   name of a preset, or path of a {@code .safetensors} file
     * @param device  {@code auto} (CUDA if there is any, else the CPU), {@code cpu}, {@code cuda:N}, several GPUs with commas
     *                between, or {@code cuda:all}; several share each stream, see {@link Relay}
     * @param threads CPU threads that share one operator; 0 for as many as there are processors
     * @throws ModelException if there is no such model, it is broken, or the device cannot be used
     */
    public static SuperResolver open(String model, String device, int threads) {
        prepare(device);
        Weights weights = weights(model);
        SuperResolver network = TorchSuperResolver.open(spec(model, weights), weights, device, threads);
        return network.device().equals("cpu") ? new RepeatedFrames(network) : network;
    }

    /**
     * Begins what {@link #open} has to wait for, in other threads: libtorch and the GPU's context; what goes wrong is told by that.
     *
     * @param device as for {@link #open}
     */
    public static void prepare(String device) {
        TorchSuperResolver.prepare(device);
    }

    /** Waits until nothing of {@link #prepare} is going on any more. */
    public static void settle() {
        TorchSuperResolver.settle();
    }

    /**
     * Bytes of a GPU's memory that a network needs for groups of so many frames, about; empty where nobody knows.
     *
     * @param model as for {@link #open}
     */
    public static OptionalLong memoryNeed(String model, PictureFormat from, PictureFormat to, int frames) {
        Weights weights = weights(model);
        return TorchSuperResolver.memoryNeed(spec(model, weights), weights, from, to, frames);
    }

    /** How many GPUs there are that {@link #open} can use. */
    public static int gpus() {
        return TorchSuperResolver.gpus();
    }

    /**
     * What a device does at best; several do as often what the first one does.
     *
     * @param device as for {@link #open}
     */
    public static Peak peak(String device, int threads) {
        return PeakMeasurement.measure(device, threads);
    }

    /**
     * What a preset or a weights file says of itself, without loading it into the engine.
     *
     * @throws ModelException as {@link #open} has it
     */
    public static ModelSpec spec(String model) {
        return spec(model, weights(model));
    }

    /** The weights of a preset or of a file. */
    public static Weights weights(String model) {
        if (Preset.named(model).isPresent()) {
            return shipped(model);
        }
        Path file = file(model);
        if (!model.endsWith(".safetensors") && !Files.exists(file)) {
            throw new ModelException(ModelException.Cause.NOT_FOUND, "model \"" + model + "\" is neither a preset ("
                    + presets() + ") nor a weights file");
        }
        Weights weights = Safetensors.read(file);
        return SrvggNetCompact.isNamedBy(weights) ? SrvggNetCompact.adopt(weights) : weights;
    }

    private static Path file(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ModelException(ModelException.Cause.NOT_FOUND, "weights file " + name + " has a name that Java cannot read in"
                    + " the locale of this program: set LC_ALL=C.UTF-8 before it starts, or rename the file", e);
        }
    }

    private static Weights shipped(String preset) {
        String resource = "/fastvsr/weights/" + preset + ".safetensors";
        try (InputStream in = Models.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ModelException(ModelException.Cause.NOT_FOUND, "the weights of the preset \"" + preset
                        + "\" are not part of this build; name a weights file instead");
            }
            return Safetensors.parse(in.readAllBytes(), preset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelSpec spec(String model, Weights weights) {
        String page = weights.metadata().get("page");
        if (page == null) {
            throw new ModelException(ModelException.Cause.BROKEN,
                    "the weights of " + model + " do not say which network page they belong to (metadata \"page\")");
        }
        String name = Preset.named(model).isPresent() ? model : String.valueOf(Path.of(model).getFileName());
        return new ModelSpec(name, page, SCALE, number(model, weights, "group-length", DEFAULT_GROUP_LENGTH, 1, LONGEST_GROUP),
                number(model, weights, "look-ahead", 0, 0, page.equals(Preset.HINDSIGHT_PAGE) ? MAX_LOOK_AHEAD : 0));
    }

    private static int number(String model, Weights weights, String key, int fallback, int least, int most) {
        String usual = Preset.habits(weights.metadata().get("page")).getOrDefault(key, String.valueOf(fallback));
        String text = weights.metadata().getOrDefault(key, usual);
        if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new ModelException(ModelException.Cause.BROKEN, "the weights of " + model + " ask for the " + key + " \"" + text
                + "\"; it has to be " + least + " to " + most + " for the network page \"" + weights.metadata().get("page") + "\"");
    }

    private static String presets() {
        return Arrays.stream(Preset.values()).map(Preset::label).collect(Collectors.joining(", "));
    }
}
