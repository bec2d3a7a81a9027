package fastvsr.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trained numbers of one network.
 *
 * @param metadata what the file says about itself: {@code page}, {@code name}, {@code group-length} and more
 * @param tensors  tensors by name, in the order of the file
 */
public record Weights(Map<String, String> metadata, Map<String, HostTensor> tensors) {
    public Weights {
        metadata = Map.copyOf(metadata);
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The same weights, every number stored as {@code type}. */
    public Weights as(ElementType type) {
        Map<String, HostTensor> converted = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> converted.put(name, tensor.as(type)));
        return new Weights(metadata, converted);
    }

    /**
     * The mean of these weights and others of the same network, in singles: a share of the others, the rest of these. Networks that were
     * trained on from the same weights often do better so than either (Wortsman et al. 2022, "model soups").
     *
     * @throws ModelException SETTING if the others belong to another network
     */
    public Weights mixedWith(Weights others, double share) {
        Map<String, HostTensor> means = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> means.put(name, tensor.mixedWith(others.like(name, tensor), share)));
        others.tensors.forEach(this::like);
        return new Weights(metadata, means);
    }

    private HostTensor like(String name, HostTensor tensor) {
        HostTensor mine = tensors.get(name);
        if (mine == null || !mine.shape().equals(tensor.shape())) {
            throw new ModelException(ModelException.Cause.SETTING, "weights of different networks cannot be mixed: " + name + " is "
                    + tensor.shape() + " in one and " + (mine == null ? "missing" : mine.shape().toString()) + " in the other");
        }
        return mine;
    }

    /** The same weights under names that a network page can say: what is no letter or digit becomes an underscore. */
    public Weights identified() {
        Map<String, HostTensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(name.replaceAll("\\W", "_"), tensor));
        return new Weights(metadata, renamed);
    }

    /** How many numbers there are in all. */
    public long parameters() {
        return tensors.values().stream().mapToLong(HostTensor::size).sum();
    }
}
