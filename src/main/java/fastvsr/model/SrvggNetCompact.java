package fastvsr.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of Real-ESRGAN's compact networks under the names of {@code srvggnetcompact.page}.
 *
 * <p>Their own names number the layers: {@code body.0.weight} and {@code body.0.bias} are the first convolution,
 * {@code body.1.weight} its PReLU, and so on to the last convolution, which has no PReLU.
 */
final class SrvggNetCompact {
    private static final String PAGE = "srvggnetcompact";

    private SrvggNetCompact() {
    }

    /** Whether the tensors of a file bear the original names. */
    static boolean isNamedBy(Weights weights) {
        return !weights.metadata().containsKey("page") && weights.tensors().containsKey("body.0.weight");
    }

    /**
     * Renames tensors; layers of one shape are stacked.
     *
     * @throws ModelException BROKEN if a layer is missing, too many, or of another shape than its neighbours
     */
    static Weights adopt(Weights weights) {
        Map<String, HostTensor> rest = new LinkedHashMap<>(weights.tensors());
        int last = 0;
        while (rest.containsKey("body." + (last + 2) + ".weight")) {
            last += 2;
        }
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("first_w", take(rest, 0, "weight"));
        tensors.put("first_b", take(rest, 0, "bias"));
        tensors.put("first_slope", take(rest, 1, "weight"));
        tensors.put("chain_w", stack(rest, 2, last, "weight"));
        tensors.put("chain_b", stack(rest, 2, last, "bias"));
        tensors.put("chain_slope", stack(rest, 3, last, "weight"));
        tensors.put("last_w", take(rest, last, "weight"));
        tensors.put("last_b", take(rest, last, "bias"));
        tensors.putAll(rest); // what is left over is refused by its name
        Map<String, String> metadata = new LinkedHashMap<>(weights.metadata());
        metadata.put("page", PAGE);
        return new Weights(metadata, tensors);
    }

    private static HostTensor take(Map<String, HostTensor> rest, int layer, String part) {
        HostTensor tensor = rest.remove("body." + layer + "." + part);
        if (tensor == null) {
            throw refused("body." + layer + "." + part, "a tensor of this name", "nothing");
        }
        return tensor;
    }

    private static HostTensor stack(Map<String, HostTensor> rest, int first, int end, String part) {
        List<HostTensor> layers = new ArrayList<>();
        for (int layer = first; layer < end; layer += 2) {
            HostTensor tensor = take(rest, layer, part);
            if (!layers.isEmpty() && !tensor.shape().equals(layers.get(0).shape())) {
                throw refused("body." + layer + "." + part, layers.get(0).shape() + " like body." + first + "." + part,
                        tensor.shape().toString());
            }
            layers.add(tensor.as(layers.isEmpty() ? tensor.type() : layers.get(0).type()));
        }
        if (layers.isEmpty()) {
            throw refused("body." + first + "." + part, "a tensor of this name", "nothing");
        }
        return stacked(layers);
    }

    private static HostTensor stacked(List<HostTensor> layers) {
        HostTensor first = layers.get(0);
        ByteBuffer bytes = ByteBuffer.allocate(layers.size() * first.bytes().limit());
        layers.forEach(layer -> bytes.put(layer.bytes().duplicate()));
        List<Integer> shape = new ArrayList<>(first.shape());
        shape.add(0, layers.size());
        return new HostTensor(first.type(), shape, bytes.flip());
    }

    private static ModelException refused(String tensor, String expected, String found) {
        return new ModelException(ModelException.Cause.BROKEN, "the weights are not those of an SRVGGNetCompact: tensor \""
                + tensor + "\": expected " + expected + ", found " + found);
    }
}
