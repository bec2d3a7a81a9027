package fastvsr.element;

import fastvsr.gst.ErrorKind;
import fastvsr.gst.Log;
import fastvsr.gst.VideoFrame;
import fastvsr.gst.VideoInfo;
import fastvsr.model.SuperResolver;
import fastvsr.model.SuperResolver.Upscaling;
import fastvsr.window.FrameGroup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finishes the frames of one group after another: by the network, or as the late policy says. */
final class Finisher implements AutoCloseable {
    /** Frames left out after which the recurrent state is of no use: motion between frames is small, this is larger. */
    private static final int LONGEST_HOLE = 4;

    /** Work of the network that is counted when it has been awaited. */
    private record Counted(Upscaling work, Consumer<OptionalLong> count) implements Upscaling {
        @Override
        public void await() {
            work.await();
            count.accept(work.busyNanos());
        }

        @Override
        public Optional<CompletableFuture<?>> done() {
            return work.done();
        }
    }

    /** What is done with a frame. */
    private enum Treatment { UPSCALE, INTERPOLATE, LEAVE_OUT }

    /** So many frames that are treated alike. */
    private record Share(int count, Treatment treatment) {
    }

    private final Interior interior;
    private final NetworkInUse network;
    private final GroupsOnTheirWay onTheirWay;
    private final LateFrames lateFrames;
    private final CheapUpscaling cheap = new CheapUpscaling();
    private boolean isStateStale;
    private long lastUpscaled;
    private long lastDoneNanos;

    /** Everything that the network works on is put into {@code onTheirWay}. */
    Finisher(Interior interior, NetworkInUse network, GroupsOnTheirWay onTheirWay) {
        this.interior = interior;
        this.network = network;
        this.onTheirWay = onTheirWay;
        this.lateFrames = new LateFrames(interior);
    }

    /** Finishes the frames of a group, or starts to. */
    void finish(FrameGroup<QueuedFrame> group) {
        var rest = group.frames();
        try {
            abandonWhatWasFlushed();
            isStateStale |= group.isFreshStart();
            int held = Math.max(rest.size(), interior.window().shape().groupLength());
            while (!rest.isEmpty()) {
                int finished = finishSome(rest, group.following(), held);
                rest = rest.subList(finished, rest.size());
                settleDownTo(groupsAtOnce(held, group.frames().get(0).format()) - 1);
            }
        } finally {
            rest.forEach(QueuedFrame::releaseInput);
            group.following().forEach(QueuedFrame::releaseInput);
        }
    }

    private void abandonWhatWasFlushed() {
        if (onTheirWay.areDropped()) {
            network.abandon();
            isStateStale = true;
        }
    }

    /** Behind a source that cannot wait no more than two: frames would become late where nobody looks at them any more. */
    private int groupsAtOnce(int frames, StreamFormat format) {
        int possible = network.groupsAtOnce(frames, format.output().bytes());
        return interior.timeliness().isUnstoppable() ? Math.min(possible, 2) : possible;
    }

    private void settleDownTo(int groups) {
        while (onTheirWay.count() > groups) {
            onTheirWay.settleFirst();
        }
        if (onTheirWay.isFirstDone()) {
            onTheirWay.settleFirst();
        }
    }

    /**
     * Finishes as many frames from the first on as are treated alike, or begins to; their inputs are taken over.
     *
     * @param following frames behind them
     * @param held      frames that may be finished without having left
     * @return how many
     */
    private int finishSome(List<QueuedFrame> frames, List<QueuedFrame> following, int held) {
        if (!interior.queue().awaitFinishedAtMost(held) || interior.queue().areDropped(frames)) {
            isStateStale = true;
            frames.forEach(QueuedFrame::releaseInput);
            return frames.size();
        }
        Share share = firstShare(frames);
        var alike = frames.subList(0, share.count());
        switch (share.treatment()) {
            case UPSCALE -> beginToUpscale(alike, frames, following, held);
            case INTERPOLATE -> beginToInterpolate(alike, held);
            case LEAVE_OUT -> leaveOut(alike);
        }
        return share.count();
    }

    /** The network may look at the rest of the group, too, and at what follows. */
    private void beginToUpscale(List<QueuedFrame> frames, List<QueuedFrame> group, List<QueuedFrame> following, int held) {
        if (!agree(frames, held) || !begin(frames, lookAhead(group, frames.size(), following), OutputPictures.Writer.NETWORK)) {
            frames.forEach(QueuedFrame::releaseInput);
        }
    }

    private void beginToInterpolate(List<QueuedFrame> frames, int held) {
        if (!agree(frames, held) || !begin(frames, List.of(), OutputPictures.Writer.HOST)) {
            frames.forEach(QueuedFrame::releaseInput);
        }
    }

    private void leaveOut(List<QueuedFrame> frames) {
        frames.forEach(lateFrames::drop);
        frames.forEach(QueuedFrame::releaseInput);
    }

    /** How many frames, from the first on, are treated alike. */
    private Share firstShare(List<QueuedFrame> frames) {
        int late = interior.timeliness().countLate(frames, interior.window().shape());
        if (late == 0) {
            return new Share(interior.timeliness().together(countLaidOutAlike(frames)), Treatment.UPSCALE);
        }
        int known = countKnown(frames.subList(0, late));
        if (known > 0) {
            return new Share(known, Treatment.UPSCALE);
        }
        boolean isDropped = interior.settings().get().latePolicy() == LatePolicy.DROP;
        return new Share(late, isDropped ? Treatment.LEAVE_OUT : Treatment.INTERPOLATE);
    }

    /** How many late frames, at their beginning, are not too late for the network, which knows their results. */
    private int countKnown(List<QueuedFrame> late) {
        boolean isStateOfUse = !isStateStale && !isBehindLongHole(late.get(0));
        return isStateOfUse ? (int) late.stream().takeWhile(network::knows).count() : 0;
    }

    private boolean isBehindLongHole(QueuedFrame frame) {
        return frame.arrival().number() > lastUpscaled + 1 + LONGEST_HOLE;
    }

    /** Decoders mix buffers of the offered pool with their own, whose rows are of another length. */
    private static int countLaidOutAlike(List<QueuedFrame> frames) {
        var first = frames.get(0).picture().format();
        return (int) frames.stream().takeWhile(frame -> frame.picture().format().equals(first)).count();
    }

    /** Frames behind the first ones that the network is to look at, as far as they are laid out alike. */
    private List<QueuedFrame> lookAhead(List<QueuedFrame> frames, int first, List<QueuedFrame> following) {
        var format = frames.get(0).picture().format();
        int most = interior.timeliness().lookAhead(interior.window().shape().lookAhead());
        return Stream.concat(frames.subList(first, frames.size()).stream(), following.stream()).limit(most)
                .takeWhile(frame -> frame.picture().format().equals(format)).toList();
    }

    /** Buffers of so many frames are held at the same time: one group leaves while others are written. */
    int outputsNeeded(int held, StreamFormat format) {
        return (1 + groupsAtOnce(held, format)) * held;
    }

    /** Agrees with downstream upon buffers, where that is not done yet; false if a flush has come in between. */
    private boolean agree(List<QueuedFrame> frames, int held) {
        int needed = outputsNeeded(held, frames.get(0).format());
        if (interior.outputs().isAgreedFor(frames.get(0), needed)) {
            return true;
        }
        onTheirWay.settleAll();
        boolean isAgreed = interior.outputs().agreeFor(frames.get(0), needed, network.pinning());
        isStateStale |= !isAgreed;
        return isAgreed;
    }

    /** Takes the frames over, shares those behind them and starts to fill outputs; false if a flush has come in between. */
    private boolean begin(List<QueuedFrame> frames, List<QueuedFrame> behind, OutputPictures.Writer writer) {
        var buffers = interior.outputs().acquire(frames);
        if (buffers.isEmpty()) {
            if (!interior.queue().areFlushed(frames)) {
                throw new IllegalStateException("downstream's buffer pool lends no buffers any more");
            }
            isStateStale = true;
            return false;
        }
        var outputs = OutputPictures.map(frames, buffers, writer);
        boolean isBegun = false;
        try {
            onTheirWay.add(outputs, behind, draw(frames, behind, outputs.mapped(), writer));
            behind.forEach(QueuedFrame::shareInput);
            isBegun = true;
        } finally {
            if (!isBegun) {
                outputs.drop();
            }
        }
        return isBegun;
    }

    /** Starts to fill mapped output pictures from frames, one for one. */
    private Upscaling draw(List<QueuedFrame> frames, List<QueuedFrame> behind, List<VideoFrame> outputs, OutputPictures.Writer writer) {
        return writer == OutputPictures.Writer.HOST ? interpolate(frames, outputs) : upscale(frames, behind, outputs);
    }

    private Upscaling upscale(List<QueuedFrame> frames, List<QueuedFrame> behind, List<VideoFrame> outputs) {
        if (!network.staysForNextGroup()) {
            onTheirWay.settleAll();
        }
        var resolver = network.forNextGroup(frames.get(0).format());
        if (isStateStale || isBehindLongHole(frames.get(0))) {
            resolver.reset();
            isStateStale = false;
        }
        lastUpscaled = frames.get(frames.size() - 1).arrival().number();
        var info = frames.get(0).format().output();
        var seen = behind.stream().limit(resolver.model().lookAhead());
        var inputs = Stream.concat(frames.stream(), seen).map(QueuedFrame::picture).toList();
        var pictures = outputs.stream().map(frame -> Pictures.of(info, frame)).toList();
        interior.stats().expectMemory(resolver.memoryNeed(inputs.get(0).format(), pictures.get(0).format(),
                interior.window().shape().groupLength()).orElse(0));
        long start = System.nanoTime();
        var upscaling = resolver.begin(inputs, pictures);
        resolver.takeComplaint().ifPresent(text ->
                interior.element().postWarning(ErrorKind.RESOURCE_NO_SPACE_LEFT, text, resolver.device()));
        return new Counted(upscaling, busy ->
                learn(frames.get(0).format().input(), upscaling.computed(frames.size()), start, System.nanoTime(), busy));
    }

    /** Groups may overlap: the network is busy with one since it was begun, or since the one before was done. */
    private void learn(VideoInfo input, int computed, long startNanos, long doneNanos, OptionalLong deviceNanos) {
        long busyNanos = doneNanos - Math.max(startNanos, lastDoneNanos);
        lastDoneNanos = doneNanos;
        interior.stats().countGroup(doneNanos - startNanos);
        deviceNanos.ifPresent(nanos -> interior.stats().countWork(nanos, doneNanos));
        if (computed > 0) {
            learn(input, new NetworkPace.Call(computed, doneNanos - startNanos, busyNanos));
        }
        Log.DEBUG.write(interior.element(), () -> "network: " + computed + " frames in " + busyNanos / 1000 + " us");
    }

    private void learn(VideoInfo input, NetworkPace.Call call) {
        if (interior.timeliness().learnOfNetwork(input, call)) {
            interior.element().postLatencyChange();
        }
    }

    private Upscaling interpolate(List<QueuedFrame> frames, List<VideoFrame> outputs) {
        for (int i = 0; i < frames.size(); i++) {
            cheap.draw(frames.get(i), outputs.get(i));
            lateFrames.tellInterpolated(frames.get(i));
        }
        interior.timeliness().doubtNetwork(frames.size());
        Log.DEBUG.write(interior.element(), () -> frames.size() + " frames interpolated");
        return () -> { };
    }

    @Override
    public void close() {
        cheap.close();
    }
}
