package fastvsr.element;

import fastvsr.gst.ErrorKind;
import fastvsr.gst.Log;
import fastvsr.gst.VideoFrame;
import fastvsr.model.SuperResolver;
import fastvsr.model.SuperResolver.Upscaling;
import fastvsr.window.FrameGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finishes the frames of one group after another: by the network, or as the late policy says. */
final class Finisher implements AutoCloseable {
    /** Frames left out after which the recurrent state is of no use: motion between frames is small, this is larger. */
    private static final int LONGEST_HOLE = 4;

    /** Starts to fill mapped output pictures from frames, one for one. */
    @FunctionalInterface
    private interface Drawing {
        Upscaling draw(List<QueuedFrame> frames, List<VideoFrame> outputs);
    }

    /** Pictures that are being written. */
    private record OnItsWay(OutputPictures outputs, Upscaling upscaling) {
    }

    private final Interior interior;
    private final NetworkInUse network;
    private final CheapUpscaling cheap = new CheapUpscaling();
    private boolean isStateStale;
    private long lastUpscaled;
    private long lastDoneNanos;
    private Optional<OnItsWay> onItsWay = Optional.empty();

    Finisher(Interior interior, NetworkInUse network) {
        this.interior = interior;
        this.network = network;
    }

    /** Finishes the frames of a group and gives back their inputs, and those that follow. */
    void finish(FrameGroup<QueuedFrame> group) {
        try {
            isStateStale |= group.isFreshStart();
            int held = Math.max(group.frames().size(), interior.window().shape().groupLength());
            var rest = group.frames();
            while (!rest.isEmpty()) {
                int finished = finishFirst(rest, group.following(), held);
                rest = rest.subList(finished, rest.size());
            }
        } finally {
            group.frames().forEach(QueuedFrame::releaseInput);
            group.following().forEach(QueuedFrame::releaseInput);
        }
    }

    /**
     * Finishes as many frames from the first on as are treated alike.
     *
     * @param following frames behind them
     * @param held      frames that may be finished without having left
     */
    private int finishFirst(List<QueuedFrame> frames, List<QueuedFrame> following, int held) {
        if (!interior.queue().awaitFinishedAtMost(held) || interior.queue().areDropped(frames)) {
            isStateStale = true;
            return frames.size();
        }
        int late = interior.timeliness().countLate(frames, interior.window().shape());
        int count = late > 0 ? late : interior.timeliness().together(countLaidOutAlike(frames));
        var alike = frames.subList(0, count);
        if (late > 0 && interior.settings().get().latePolicy() == LatePolicy.DROP) {
            alike.forEach(interior::dropLate);
        } else if (isPrepared(alike, held)) {
            var behind = Stream.concat(frames.subList(count, frames.size()).stream(), following.stream()).toList();
            produce(alike, late > 0 ? this::interpolate : (these, outputs) -> upscale(these, behind, outputs));
        }
        return count;
    }

    /** Decoders mix buffers of the offered pool with their own, whose rows are of another length. */
    private static int countLaidOutAlike(List<QueuedFrame> frames) {
        var first = frames.get(0).picture().format();
        return (int) frames.stream().takeWhile(frame -> frame.picture().format().equals(first)).count();
    }

    /** One group of buffers leaves while others are written. */
    private boolean isPrepared(List<QueuedFrame> frames, int held) {
        int needed = (1 + network.groupsAtOnce()) * held;
        if (interior.outputs().isAgreedFor(frames.get(0), needed)) {
            return true;
        }
        settle();
        boolean isPrepared = interior.outputs().agreeFor(frames.get(0), needed);
        isStateStale |= !isPrepared;
        return isPrepared;
    }

    private void produce(List<QueuedFrame> frames, Drawing drawing) {
        var buffers = interior.outputs().acquire(frames);
        if (buffers.isEmpty()) {
            if (!interior.queue().areFlushed(frames)) {
                throw new IllegalStateException("downstream's buffer pool lends no buffers any more");
            }
            isStateStale = true;
            return;
        }
        var outputs = OutputPictures.map(frames, buffers);
        boolean isBegun = false;
        try {
            var begun = new OnItsWay(outputs, drawing.draw(frames, outputs.mapped()));
            settle();
            onItsWay = Optional.of(begun);
            isBegun = true;
        } finally {
            if (!isBegun) {
                outputs.drop();
            }
        }
        if (network.groupsAtOnce() == 1) {
            settle();
        }
    }

    /** Finishes the frames that are on their way, if there are any. */
    void settle() {
        if (onItsWay.isPresent()) {
            onItsWay.get().upscaling().await();
            onItsWay.get().outputs().finish(interior.queue());
            onItsWay = Optional.empty();
        }
    }

    private Upscaling upscale(List<QueuedFrame> frames, List<QueuedFrame> behind, List<VideoFrame> outputs) {
        if (!network.staysForNextGroup()) {
            settle();
        }
        var resolver = network.forNextGroup();
        boolean isHoleTooLong = frames.get(0).arrival().number() > lastUpscaled + 1 + LONGEST_HOLE;
        if (isStateStale || isHoleTooLong) {
            resolver.reset();
            isStateStale = false;
        }
        lastUpscaled = frames.get(frames.size() - 1).arrival().number();
        var info = frames.get(0).format().output();
        var inputs = Stream.concat(frames.stream(), lookAhead(frames, behind, resolver)).map(QueuedFrame::picture).toList();
        long start = System.nanoTime();
        var upscaling = resolver.begin(inputs, outputs.stream().map(frame -> Pictures.of(info, frame)).toList());
        resolver.takeComplaint().ifPresent(text ->
                interior.element().postWarning(ErrorKind.RESOURCE_NO_SPACE_LEFT, text, resolver.device()));
        return () -> {
            upscaling.await();
            learn(frames.size(), start, System.nanoTime());
        };
    }

    /** Frames behind some that the network is to look at, as far as they are laid out alike. */
    private Stream<QueuedFrame> lookAhead(List<QueuedFrame> frames, List<QueuedFrame> behind, SuperResolver resolver) {
        var format = frames.get(0).picture().format();
        return behind.stream().limit(interior.timeliness().lookAhead(resolver.model().lookAhead()))
                .takeWhile(frame -> frame.picture().format().equals(format));
    }

    /** Groups may overlap: the network is busy with one since it was begun, or since the one before was done. */
    private void learn(int frames, long startNanos, long doneNanos) {
        long busyNanos = doneNanos - Math.max(startNanos, lastDoneNanos);
        lastDoneNanos = doneNanos;
        boolean isLonger = interior.stats().countGroup(doneNanos - startNanos);
        boolean isTooSlow = interior.timeliness().learnNetworkNanos(busyNanos / frames);
        if (isLonger || isTooSlow) {
            interior.element().postLatencyChange();
        }
        Log.DEBUG.write(interior.element(), () -> "group of " + frames + " frames in " + busyNanos / 1000 + " us");
    }

    private Upscaling interpolate(List<QueuedFrame> frames, List<VideoFrame> outputs) {
        for (int i = 0; i < frames.size(); i++) {
            cheap.draw(frames.get(i), outputs.get(i));
            interior.tellInterpolated(frames.get(i));
        }
        interior.timeliness().forgetNetworkNanos(frames.size());
        Log.DEBUG.write(interior.element(), () -> frames.size() + " frames interpolated");
        return () -> { };
    }

    @Override
    public void close() {
        onItsWay.ifPresent(unfinished -> unfinished.outputs().drop());
        cheap.close();
    }
}
