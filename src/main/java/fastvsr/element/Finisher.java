package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.Log;
import fastvsr.gst.VideoFrame;
import fastvsr.window.FrameGroup;
import java.util.ArrayList;
import java.util.List;

/** Finishes the frames of one group after another: by the network, or as the late policy says. */
final class Finisher implements AutoCloseable {
    /** Frames left out after which the recurrent state is of no use: motion between frames is small, this is larger. */
    private static final int LONGEST_HOLE = 4;

    /** Fills mapped output pictures from frames, one for one. */
    @FunctionalInterface
    private interface Drawing {
        void draw(List<QueuedFrame> frames, List<VideoFrame> outputs);
    }

    private final Interior interior;
    private final NetworkInUse network;
    private final CheapUpscaling cheap = new CheapUpscaling();
    private boolean isStateStale;
    private long lastUpscaled;

    Finisher(Interior interior, NetworkInUse network) {
        this.interior = interior;
        this.network = network;
    }

    /** Finishes the frames of a group and gives their inputs back. */
    void finish(FrameGroup<QueuedFrame> group) {
        try {
            isStateStale |= group.isFreshStart();
            int held = Math.max(group.frames().size(), interior.window().shape().groupLength());
            var rest = group.frames();
            while (!rest.isEmpty()) {
                int finished = finishFirst(rest, held);
                rest = rest.subList(finished, rest.size());
            }
        } finally {
            group.frames().forEach(QueuedFrame::releaseInput);
        }
    }

    /**
     * Finishes as many frames from the first on as are treated alike.
     *
     * @param held frames that may be finished without having left
     */
    private int finishFirst(List<QueuedFrame> frames, int held) {
        if (!interior.queue().awaitFinishedAtMost(held) || interior.queue().areDropped(frames)) {
            isStateStale = true;
            return frames.size();
        }
        int late = interior.timeliness().countLate(frames, interior.window().shape());
        int count = late > 0 ? late : interior.timeliness().together(frames.size());
        var alike = frames.subList(0, count);
        if (late > 0 && interior.settings().get().latePolicy() == LatePolicy.DROP) {
            alike.forEach(interior::dropLate);
        } else if (isPrepared(alike, held)) {
            produce(alike, late > 0 ? this::interpolate : this::upscale);
        }
        return count;
    }

    /** One group of buffers is written while another leaves. */
    private boolean isPrepared(List<QueuedFrame> frames, int held) {
        boolean isPrepared = interior.outputs().prepareFor(frames.get(0), 2 * held);
        isStateStale |= !isPrepared;
        return isPrepared;
    }

    private void produce(List<QueuedFrame> frames, Drawing drawing) {
        var buffers = interior.outputs().acquire(frames);
        if (buffers.isEmpty()) {
            isStateStale = true;
            return;
        }
        boolean isDrawn = false;
        try {
            draw(frames, buffers, drawing);
            isDrawn = true;
        } finally {
            if (!isDrawn) {
                buffers.forEach(Buffer::close);
            }
        }
        for (int i = 0; i < frames.size(); i++) {
            interior.queue().finish(frames.get(i), buffers.get(i));
        }
    }

    private void draw(List<QueuedFrame> frames, List<Buffer> buffers, Drawing drawing) {
        var mapped = new ArrayList<VideoFrame>();
        try {
            var info = frames.get(0).format().output();
            buffers.forEach(buffer -> mapped.add(VideoFrame.write(info, buffer).orElseThrow(
                    () -> new IllegalStateException("downstream's buffer cannot be written"))));
            drawing.draw(frames, mapped);
        } finally {
            mapped.forEach(VideoFrame::close);
        }
    }

    private void upscale(List<QueuedFrame> frames, List<VideoFrame> outputs) {
        var resolver = network.forNextGroup();
        boolean isHoleTooLong = frames.get(0).arrival().number() > lastUpscaled + 1 + LONGEST_HOLE;
        if (isStateStale || isHoleTooLong) {
            resolver.reset();
            isStateStale = false;
        }
        lastUpscaled = frames.get(frames.size() - 1).arrival().number();
        var info = frames.get(0).format().output();
        var inputs = frames.stream().map(QueuedFrame::picture).toList();
        long start = System.nanoTime();
        resolver.upscale(inputs, outputs.stream().map(frame -> Pictures.of(info, frame)).toList());
        learn(frames.size(), System.nanoTime() - start);
    }

    private void learn(int frames, long nanos) {
        boolean isLonger = interior.stats().countGroup(nanos);
        boolean isTooSlow = interior.timeliness().learnNetworkNanos(nanos / frames);
        if (isLonger || isTooSlow) {
            interior.element().postLatencyChange();
        }
        Log.DEBUG.write(interior.element(), () -> "group of " + frames + " frames in " + nanos / 1000 + " us");
    }

    private void interpolate(List<QueuedFrame> frames, List<VideoFrame> outputs) {
        for (int i = 0; i < frames.size(); i++) {
            cheap.draw(frames.get(i), outputs.get(i));
            interior.tellInterpolated(frames.get(i));
        }
        Log.DEBUG.write(interior.element(), () -> frames.size() + " frames interpolated");
    }

    @Override
    public void close() {
        cheap.close();
    }
}
