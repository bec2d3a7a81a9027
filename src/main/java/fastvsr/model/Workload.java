package fastvsr.model;

import java.util.List;
import java.util.Map;

/** The arithmetic that a network of the page {@code fastvsr}, or of one that extends it, takes for a frame. */
public final class Workload {
    /** Pixels of the frame that share one pixel of a layer, where that is not one: beginnings of tensor names. */
    private static final Map<String, Integer> PIXELS_PER_PIXEL =
            Map.of("encode1", 4, "encode2", 16, "core", 16, "decode", 16, "coarse", 16, "middle", 16, "fine", 16);

    /** Beginnings of the names of tensors that both sweeps of a network with hindsight use. */
    private static final List<String> SWEPT = List.of("coarse", "middle", "fine", "fuse", "refine", "detail");
    private static final String SECOND_SWEEP = "hindsight";

    private Workload() {
    }

    /**
     * Multiplications and additions of all convolutions, for a frame of so many pixels.
     *
     * @param lookAhead   frames behind each group that the network looks at
     * @param groupLength frames of a group
     */
    public static double operations(Weights weights, int lookAhead, int groupLength, long pixels) {
        boolean sweepsTwice = weights.tensors().keySet().stream().anyMatch(name -> name.startsWith(SECOND_SWEEP));
        double seen = (double) (groupLength + lookAhead) / groupLength;
        return weights.tensors().entrySet().stream().filter(tensor -> isConvolution(tensor.getValue()))
                .mapToDouble(tensor -> times(tensor.getKey(), sweepsTwice ? seen : 0)
                        * 2.0 * tensor.getValue().size() * pixels / shrinking(tensor.getKey())).sum();
    }

    /**
     * How often a tensor is used for a frame that is given out.
     *
     * @param seenFirst frames of the first sweep for each of the second; 0 if there is only one
     */
    private static double times(String tensor, double seenFirst) {
        if (seenFirst == 0 || tensor.startsWith(SECOND_SWEEP)) {
            return 1;
        }
        return SWEPT.stream().anyMatch(tensor::startsWith) ? seenFirst + 1 : seenFirst;
    }

    static boolean isConvolution(HostTensor tensor) {
        return tensor.shape().size() >= 4;
    }

    /** Pixels of the frame that share one pixel of the layer. */
    static int shrinking(String tensor) {
        return List.copyOf(PIXELS_PER_PIXEL.keySet()).stream().filter(tensor::startsWith).findFirst()
                .map(PIXELS_PER_PIXEL::get).orElse(1);
    }
}
