package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.CudaContext;
import fastvsr.gst.Element;
import fastvsr.gst.Pad;
import fastvsr.model.SuperResolver;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Says whether frames may lie in the memory of a GPU: the network has to reach it, and GStreamer has to know it.
 *
 * <p>Before the network is loaded nobody knows; then everything is possible that the settings do not exclude.
 */
final class GpuMemory {
    private static final int ANY = -1;
    private static final Pattern ONE_GPU = Pattern.compile("cuda:(\\d{1,2})");

    private final AtomicReference<Settings> settings;
    private final CudaContext context;
    // written by the worker, read by whoever asks for caps; the inner one is empty for a network that runs elsewhere
    private volatile Optional<OptionalInt> ofNetwork = Optional.empty();

    GpuMemory(Element element, AtomicReference<Settings> settings) {
        this.settings = settings;
        this.context = new CudaContext(element);
    }

    /** Learns of the network that is in use from now on. */
    void learn(SuperResolver network) {
        ofNetwork = Optional.of(network.gpuMemory());
    }

    /** Finds the context that neighbours share while a network is being loaded on a GPU that the settings name: it takes a while. */
    void expect() {
        named().ifPresent(this::find);
    }

    private OptionalInt named() {
        var one = ONE_GPU.matcher(settings.get().device());
        return one.matches() ? OptionalInt.of(Integer.parseInt(one.group(1))) : OptionalInt.empty();
    }

    /** Finds the context of the GPU whose memory the network reaches, in place of that of another one; forgets it if there is none. */
    void open() {
        gpu().ifPresentOrElse(this::find, context::close);
    }

    private void find(int number) {
        if (CudaContext.isSupported()) {
            context.find(number);
        }
    }

    /** Forgets network and context. */
    void close() {
        ofNetwork = Optional.empty();
        context.close();
    }

    /** Number of the GPU whose memory the network reaches; empty if there is none, or it is not known. */
    OptionalInt gpu() {
        return ofNetwork.orElse(OptionalInt.empty());
    }

    /** Hears of a GstContext; before a network is known, only of one that the settings leave room for. */
    void hear(long shared) {
        context.hear(shared, ofNetwork.orElseGet(this::named).orElse(ANY));
    }

    CudaContext context() {
        return context;
    }

    private boolean isPossible() {
        return ofNetwork.isPresent() ? gpu().isPresent() && context.isFound()
                : !settings.get().device().equals("cpu") && CudaContext.isSupported();
    }

    /** What a pad can take or give now. */
    Caps template(Pad pad) {
        try (var all = pad.templateCaps()) {
            return isPossible() ? all.share() : all.offGpu();
        }
    }

    /** Caps of the other pad, whose memory need not be that of this one; those given are taken over. */
    Caps spread(Caps caps) {
        if (!isPossible()) {
            return caps;
        }
        try (caps) {
            return caps.inEitherMemory();
        }
    }
}
