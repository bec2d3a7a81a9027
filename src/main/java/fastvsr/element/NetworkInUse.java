package fastvsr.element;

import fastvsr.gst.Log;
import fastvsr.gst.Progress;
import fastvsr.model.ModelException;
import fastvsr.model.PinnedMemory;
import fastvsr.model.SuperResolver;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The network that the settings name, replaced between two groups as soon as they name another.
 *
 * <p>Belongs to the worker, in whose thread everything is called.
 */
final class NetworkInUse implements AutoCloseable {
    private final Interior interior;
    private final Opener opener;
    private Settings named;
    private SuperResolver resolver;

    /**
     * Loads the network.
     *
     * @throws ModelException if it cannot be used
     */
    NetworkInUse(Interior interior, Opener opener) {
        this.interior = interior;
        this.opener = opener;
        this.named = interior.settings().get();
        this.resolver = open(named);
        interior.stats().restart();
        introduce();
    }

    /** Tells everybody what the network is like. */
    private void introduce() {
        interior.stats().changeTo(resolver);
        interior.gpuMemory().learn(resolver);
        interior.sizeLimit().learn(resolver);
        fitWindow();
    }

    /** Frames wait for as many behind them as the network looks at. */
    private void fitWindow() {
        int lookAhead = resolver.model().lookAhead();
        if (lookAhead != interior.window().shape().lookAhead()) {
            interior.window().reshape(shape -> shape.withLookAhead(lookAhead));
            interior.element().postLatencyChange();
        }
    }

    /** Whether the next group goes through the network that the last one went through. */
    boolean staysForNextGroup() {
        return interior.settings().get().nameSameNetworkAs(named);
    }

    /** Whether the network knows the result of a frame, if it comes next. */
    boolean knows(QueuedFrame next) {
        return staysForNextGroup() && resolver.isKnown(next.picture());
    }

    /** Groups of so many frames that may be on their way through the network at a time. */
    int groupsAtOnce(int frames, long outputBytes) {
        return resolver.groupsAtOnce(frames, outputBytes);
    }

    /** What makes memory for outputs that the device writes by itself, if there is such. */
    Optional<PinnedMemory.Maker> pinning() {
        return resolver.pinning();
    }

    /** Whether the first group of a format takes many times as long as others. */
    boolean isSlowAtFirst() {
        return resolver.isSlowAtFirst();
    }

    /** Gets ready for groups of so many frames; nanoseconds that one takes then, if that is known. */
    OptionalLong warmUp(StreamFormat format, int frames) {
        return resolver.warmUp(Pictures.usual(format.input()), Pictures.usual(format.output()), frames);
    }

    /** Nobody wants what is on its way. */
    void abandon() {
        resolver.abandon();
    }

    /** The network for the next group: the wanted one, or the one so far if that cannot be loaded, or not read such frames. */
    SuperResolver forNextGroup(StreamFormat format) {
        if (!staysForNextGroup()) {
            replace(interior.settings().get(), format);
        }
        return resolver;
    }

    private void replace(Settings wanted, StreamFormat format) {
        Optional<SuperResolver> next = tryToOpen(wanted, format);
        if (next.isPresent()) {
            var before = resolver;
            resolver = next.get();
            named = wanted;
            before.close();
            introduce();
            interior.gpuMemory().open();
            interior.timeliness().renewNetwork();
            interior.outputs().renew();
        }
    }

    /** The wanted network; empty if that cannot be used, which the application is told. */
    private Optional<SuperResolver> tryToOpen(Settings wanted, StreamFormat format) {
        try {
            return Optional.of(openFor(format, wanted));
        } catch (ModelException broken) {
            interior.settings().updateAndGet(now -> now.nameSameNetworkAs(wanted) ? now.withNetworkOf(named) : now);
            ModelErrors.warn(interior.element(), broken, named);
            interior.element().notifyOf(Property.MODEL.dashedName());
            interior.element().notifyOf(Property.DEVICE.dashedName());
            return Optional.empty();
        }
    }

    private SuperResolver openFor(StreamFormat format, Settings wanted) {
        var opened = open(wanted);
        var memory = interior.gpuMemory().gpu();
        if (format.isOnGpu() && !opened.gpuMemory().equals(memory)) {
            opened.close();
            throw new ModelException(ModelException.Cause.SETTING, wanted.model() + " on " + opened.device()
                    + " takes no frames in the memory of GPU " + memory.getAsInt()
                    + ": put cudadownload before fastvsr and cudaupload behind it");
        }
        return opened;
    }

    private SuperResolver open(Settings wanted) {
        String what = "network " + wanted.model() + " on " + wanted.device();
        boolean isLoaded = false;
        interior.element().postProgress(Progress.START, "load", "Loading " + what);
        try {
            var opened = opener.open(wanted.model(), wanted.device());
            isLoaded = true;
            Log.INFO.write(interior.element(), () -> "network " + opened.model().name() + " on " + opened.device());
            return opened;
        } finally {
            interior.element().postProgress(isLoaded ? Progress.COMPLETE : Progress.ERROR, "load",
                    isLoaded ? "Loaded " + what : "Cannot load " + what);
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
