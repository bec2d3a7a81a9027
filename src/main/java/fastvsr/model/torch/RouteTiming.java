package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.Route;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times the routes through one network, from bytes of I420 to bytes of I420 in the device's memory.
 *
 * <p>That is what is done between upload and download: colours, network, colours. All routes run the same operators of libtorch,
 * those of {@code batch.page}; kernels of our own, which make the network as it is faster than here, are left out.
 */
public final class RouteTiming implements AutoCloseable {
    private static final int RUNS = 4;
    private static final int GROUPS = 4;

    private final TorchModule module;
    private final String device;

    private RouteTiming(TorchModule module, String device) {
        this.module = module;
        this.device = device;
    }

    /**
     * Loads a network.
     *
     * @param device  {@code auto}, {@code cpu} or {@code cuda:N}
     * @param threads CPU threads that share one operator
     * @throws ModelException SETTING if the network has another page than {@code fastvsr}, or there is no such device
     */
    public static RouteTiming open(Weights weights, String device, int threads) {
        String page = String.valueOf(weights.metadata().get("page"));
        if (!page.equals(Preset.PAGE)) {
            throw new ModelException(ModelException.Cause.SETTING, "a network of the page " + page
                    + " cannot be compared; name one of the page " + Preset.PAGE + ", such as nano or live");
        }
        TorchDevice chosen = TorchDevice.named(device);
        List<NetworkPage> pages = Stream.of(page, "frames", "batch", "routes").map(NetworkPage::load).toList();
        NetworkSource source = new NetworkSource(pages, Map.of("fused", chosen.exactOperators()),
                weights.as(chosen.arithmetic()));
        return new RouteTiming(TorchModule.load(source, false, chosen.name(), threads), chosen.name());
    }

    /** Where the network runs. */
    public String device() {
        return device;
    }

    /**
     * Time for a frame: the fastest of some runs of groups that follow each other, after one for warm-up.
     *
     * @param group one temporal group of I420
     * @param to    I420, four times as large
     */
    public double millisPerFrame(Route route, List<Picture> group, PictureFormat to) {
        int groups = Math.max(1, GROUPS / route.steps());
        try (RouteRun run = new RouteRun(module, route, group, to)) {
            millis(run, 1);
            double best = Double.MAX_VALUE;
            for (int i = 0; i < RUNS; i++) {
                best = Math.min(best, millis(run, groups));
            }
            return best / groups / group.size();
        }
    }

    private static double millis(RouteRun run, int groups) {
        long start = System.nanoTime();
        for (int i = 0; i < groups; i++) {
            run.upscale();
        }
        run.await();
        return (System.nanoTime() - start) / 1e6;
    }

    /** What a group of a new shot becomes; see {@link RouteRun#written}. */
    float[] upscale(Route route, List<Picture> group, PictureFormat to) {
        try (RouteRun run = new RouteRun(module, route, group, to)) {
            run.upscale();
            return run.written();
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
