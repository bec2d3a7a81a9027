package fastvsr.element;

import fastvsr.gst.VideoInfo;
import fastvsr.model.ModelException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Gets ready for frames of another format while the first ones are gathered, where the network is slow at first.
 *
 * <p>For the worker's thread, in which libtorch remembers what it has found out.
 */
final class WarmUp {
    private final Interior interior;
    private final NetworkInUse network;
    private final Finisher finisher;
    private final Supplier<Optional<StreamFormat>> coming;
    private Optional<StreamFormat> ready = Optional.empty();

    /**
     * Nothing is ready.
     *
     * @param finisher will finish the frames
     * @param coming   format of the frames that come next, known to any thread
     */
    WarmUp(Interior interior, NetworkInUse network, Finisher finisher, Supplier<Optional<StreamFormat>> coming) {
        this.interior = interior;
        this.network = network;
        this.finisher = finisher;
        this.coming = coming;
    }

    /** Whether frames come for which nothing is ready yet. */
    boolean isDue() {
        var format = coming.get();
        return format.isPresent() && !format.equals(ready) && !format.get().isPassThrough() && network.isSlowAtFirst();
    }

    /** The frames of a format are there already, and get ready what they need themselves. */
    void spare(StreamFormat format) {
        ready = Optional.of(format);
    }

    /** Agrees upon buffers, so that their pages are locked meanwhile, then warms the network up; nothing is on its way. */
    void run() {
        var before = ready;
        ready = coming.get();
        ready.ifPresent(format -> {
            int frames = interior.window().shape().groupLength();
            interior.outputs().agreeAhead(format, finisher.outputsNeeded(frames, format), network.pinning());
            if (before.stream().noneMatch(format::isSameAs)) {
                warmUp(format, frames).ifPresent(nanos -> learn(format.input(), new NetworkPace.Call(frames, nanos, nanos)));
            }
        });
    }

    /** Groups may turn out to be smaller; if not, the first one tells what the memory is too small for. */
    private OptionalLong warmUp(StreamFormat format, int frames) {
        try {
            return network.warmUp(format, frames);
        } catch (ModelException failure) {
            if (failure.what() != ModelException.Cause.MEMORY) {
                throw failure;
            }
            return OptionalLong.empty();
        }
    }

    /** The first group is not the first one of the network, so that it may be sent as a whole. */
    private void learn(VideoInfo input, NetworkPace.Call call) {
        interior.timeliness().warmNetwork(input);
        if (interior.timeliness().learnOfNetwork(input, call)) {
            interior.element().postLatencyChange();
        }
    }
}
