package fastvsr.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Small random weights under the names that Real-ESRGAN gives its compact networks. */
public final class CompactWeights {
    private CompactWeights() {
    }

    /** Tensors of a network with that many features and convolutions between the first and the last. */
    public static Map<String, HostTensor> tensors(int features, int convolutions, long seed) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        Random random = new Random(seed);
        int last = 2 * convolutions + 2;
        for (int layer = 0; layer <= last; layer += 2) {
            int in = layer == 0 ? 3 : features;
            int out = layer == last ? 48 : features;
            tensors.put("body." + layer + ".weight", noise(random, 0, Math.sqrt(1.0 / (9 * in)), out, in, 3, 3));
            tensors.put("body." + layer + ".bias", noise(random, 0, 0.05, out));
            if (layer < last) {
                tensors.put("body." + (layer + 1) + ".weight", noise(random, 0.3, 0.2, out));
            }
        }
        return tensors;
    }

    /** Writes them as users get them, in half precision and without a word on the page. */
    public static Path write(Path file, Map<String, HostTensor> tensors) throws IOException {
        Map<String, HostTensor> halves = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> halves.put(name, tensor.as(ElementType.F16)));
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(new Weights(Map.of("architecture", "SRVGGNetCompact"), halves), out);
        }
        return file;
    }

    private static HostTensor noise(Random random, double mean, double deviation, int... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return HostTensor.of(values, shape).as(ElementType.F16).as(ElementType.F32);
    }
}
