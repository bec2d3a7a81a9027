package fastvsr.model;

import java.util.List;
import java.util.Map;

/** The arithmetic that a network of the page {@code fastvsr} takes for a frame. */
public final class Workload {
    /** Pixels of the frame that share one pixel of a layer, where that is not one: beginnings of tensor names. */
    private static final Map<String, Integer> PIXELS_PER_PIXEL =
            Map.of("encode1", 4, "encode2", 16, "core", 16, "decode", 16, "coarse", 16, "middle", 16, "fine", 16);

    private Workload() {
    }

    /** Multiplications and additions of all convolutions, for a frame of so many pixels. */
    public static double operations(Weights weights, long pixels) {
        return weights.tensors().entrySet().stream().filter(tensor -> isConvolution(tensor.getValue()))
                .mapToDouble(tensor -> 2.0 * tensor.getValue().size() * pixels / shrinking(tensor.getKey())).sum();
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
