package fastvsr.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a trained network deeper without changing what it computes.
 *
 * <p>Stacks of residual blocks get new blocks at their end whose second convolution is zero: since blocks end in a ReLU, what
 * passes through a new one stays as it is until training moves it (compare Chen et al. 2016, "Net2Net").
 */
final class Growth {
    private static final String SECOND = "_second_";

    private Growth() {
    }

    /**
     * The weights of {@code small} in the shapes of {@code large}; tensors that it lacks stay as they are if they are zero.
     *
     * @param large untrained weights of the same page; its metadata is kept
     * @throws ModelException BROKEN if they differ in more than the number of stacked blocks
     */
    static Weights grow(Weights small, Weights large) {
        Weights singles = small.as(ElementType.F32);
        Map<String, HostTensor> grown = new LinkedHashMap<>();
        large.tensors().forEach((name, fresh) -> grown.put(name, grow(name, singles.tensors().get(name), fresh)));
        return new Weights(large.metadata(), grown);
    }

    private static HostTensor grow(String name, HostTensor trained, HostTensor fresh) {
        List<Integer> shape = fresh.shape();
        if (trained == null && isZero(fresh)) {
            return fresh;
        }
        if (trained == null || !fits(trained.shape(), shape)) {
            throw new ModelException(ModelException.Cause.BROKEN, "the weights cannot be grown: tensor \"" + name
                    + "\": needed " + shape + " or fewer blocks, found " + (trained == null ? "nothing" : trained.shape())
                    + "; start from weights that differ in the number of blocks only");
        }
        float[] values = name.contains(SECOND) ? new float[fresh.size()] : fresh.floats();
        float[] known = trained.floats();
        System.arraycopy(known, 0, values, 0, known.length);
        return HostTensor.of(ElementType.F32, values, shape);
    }

    /** What a page has beyond the trained one, and what does nothing at first. */
    private static boolean isZero(HostTensor fresh) {
        for (float value : fresh.floats()) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(List<Integer> trained, List<Integer> shape) {
        return trained.size() == shape.size() && trained.get(0) <= shape.get(0)
                && trained.subList(1, trained.size()).equals(shape.subList(1, shape.size()))
                && (trained.get(0).equals(shape.get(0)) || shape.size() == 5 || shape.size() == 2);
    }
}
