package fastvsr.model;

/**
 * The ways to upscale that Table 2 of FastVSR (arXiv 2509.24142) compares, for our own networks of the page {@code fastvsr}.
 *
 * <p>All routes have the layers, widths and weights of the network, its motion and its memory of the frame before, each on the grid
 * of the route; see {@code routes.page}. Only the first is a network that was trained: the others show what their grid and their
 * steps cost, not what they would look like.
 */
public enum Route {
    /** The network as it is: frame interpolated twice, encoder f8, one step, decoder f16. */
    ASYMMETRIC("x2, encoder f8, one step, decoder f16", 4, 1),
    /** The ordinary way: frame interpolated four times, encoder f8, one step, decoder f8. */
    SYMMETRIC("x4, encoder f8, one step, decoder f8", 2, 1),
    /** The ordinary way in fifty denoising steps: the core runs fifty times on its own result. */
    FIFTY_STEPS("x4, encoder f8, 50 steps, decoder f8", 2, 50);

    /** Luma samples given out per pixel of the grid of {@link #ASYMMETRIC}, along each axis. */
    private static final int SIDE = 4;
    private static final int ECHO = SIDE * SIDE;

    private final String title;
    private final int side;
    private final int steps;

    Route(String title, int side, int steps) {
        this.title = title;
        this.side = side;
        this.steps = steps;
    }

    /** What tables call it: interpolation before the encoder, encoder, steps, decoder. */
    public String title() {
        return title;
    }

    /** Luma samples given out per pixel of the network's grid, along each axis. */
    public int side() {
        return side;
    }

    /** How often the core runs for a frame. */
    public int steps() {
        return steps;
    }

    /** Pixels of the network's grid per pixel of the frame. */
    public int density() {
        return SIDE / side * (SIDE / side);
    }

    /** Multiplications, each with its addition, of all convolutions for a frame of so many pixels, padding left out. */
    public double macs(Weights weights, long pixels) {
        return weights.tensors().entrySet().stream().filter(tensor -> Workload.isConvolution(tensor.getValue()))
                .mapToDouble(tensor -> macs(tensor.getKey(), tensor.getValue()) * pixels).sum();
    }

    private double macs(String name, HostTensor weights) {
        double perPixel = (double) weights.size() / Workload.shrinking(name);
        int samples = side * side;
        return switch (name) {
            case "base_w" -> perPixel; // interpolates the frame itself
            case "detail_w" -> perPixel * density() * samples / ECHO;
            case "fuse_w" -> perPixel * density() * (weights.shape().get(1) - ECHO + samples) / weights.shape().get(1);
            default -> perPixel * density() * (name.startsWith("core") ? steps : 1);
        };
    }
}
