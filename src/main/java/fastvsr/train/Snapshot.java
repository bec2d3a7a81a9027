package fastvsr.train;

import fastvsr.model.ElementType;
import fastvsr.model.HostTensor;
import fastvsr.model.ModelException;
import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a training run has to remember to go on exactly where it stopped.
 *
 * @param step    steps done
 * @param seconds time they took
 * @param plan    the plan's metadata
 * @param weights the weights
 * @param average their slow average, which is what gets used
 * @param first   first moments of the gradients
 * @param second  second moments of the gradients
 * @param models  autoencoders that learned in the same run, if there are any
 */
record Snapshot(long step, double seconds, Map<String, String> plan, Map<String, HostTensor> weights,
                Map<String, HostTensor> average, Map<String, HostTensor> first, Map<String, HostTensor> second,
                Map<String, HostTensor> models) {
    /** The start of a run. */
    static Snapshot fresh(Weights weights, TrainingPlan plan) {
        Map<String, HostTensor> zeros = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) ->
                zeros.put(name, HostTensor.of(ElementType.F32, new float[tensor.size()], tensor.shape())));
        return new Snapshot(0, 0, plan.metadata(), weights.tensors(), weights.tensors(), zeros, zeros,
                Guides.fresh(plan));
    }

    /** Writes the snapshot so that {@code file} is at any moment either the old one or this one, whole. */
    void write(Path file) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        add(tensors, "weights.", weights);
        add(tensors, "average.", average);
        add(tensors, "first.", first);
        add(tensors, "second.", second);
        add(tensors, "models.", models);
        Map<String, String> metadata = new TreeMap<>(plan);
        metadata.put("step", Long.toString(step));
        metadata.put("seconds", Double.toString(seconds));
        write(new Weights(metadata, tensors), file);
    }

    /** Writes weights to a file beside {@code file} first and moves it there when it is complete. */
    static void write(Weights weights, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                Safetensors.write(weights, out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            throw new TrainingException(file + " cannot be written: " + full
                    + "; make room and go on with --resume from the checkpoint before", full);
        }
    }

    /** Reads what {@link #write(Path)} wrote, for a run under {@code plan}. */
    static Snapshot read(Path file, TrainingPlan plan) {
        Weights all = Safetensors.read(file);
        Map<String, String> metadata = new TreeMap<>(all.metadata());
        long step = Long.parseLong(required(file, metadata.remove("step"), "step"));
        double seconds = Double.parseDouble(required(file, metadata.remove("seconds"), "seconds"));
        if (!metadata.equals(plan.metadata())) {
            throw new TrainingException(file + " was written under " + metadata + " and cannot go on under "
                    + plan.metadata() + "; give the same options or another --out");
        }
        return new Snapshot(step, seconds, metadata, part(all, "weights."), part(all, "average."), part(all, "first."),
                part(all, "second."), part(all, "models."));
    }

    private static String required(Path file, String value, String name) {
        if (value == null) {
            throw new ModelException(ModelException.Cause.BROKEN, file + " is no checkpoint: it lacks \"" + name + "\"");
        }
        return value;
    }

    private static void add(Map<String, HostTensor> all, String prefix, Map<String, HostTensor> tensors) {
        tensors.forEach((name, tensor) -> all.put(prefix + name, tensor));
    }

    private static Map<String, HostTensor> part(Weights all, String prefix) {
        Map<String, HostTensor> part = new LinkedHashMap<>();
        all.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }
}
