package fastvsr.element;

import fastvsr.model.Component;
import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Repeats every sample as often as the output size asks for, and remembers what was asked of it. */
final class NearestNeighbour implements SuperResolver {
    final List<Integer> groupSizes = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> groupsBeforeReset = Collections.synchronizedList(new ArrayList<>());
    /** One permit per group that may be upscaled; plenty unless a test takes them away. */
    final Semaphore permits = new Semaphore(1 << 20);
    private final Semaphore inside = new Semaphore(0);
    volatile boolean isClosed;
    /** Time that a slow network would need for a frame. */
    volatile long nanosPerFrame;
    volatile RuntimeException failure;
    /** Whether frames that come next are taken for repeats, which cost nothing. */
    volatile boolean knowsNext;

    /** Waits until one more group is being upscaled. */
    void awaitGroupInside() throws InterruptedException {
        if (!inside.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no group has come in within 20 seconds");
        }
    }

    @Override
    public ModelSpec model() {
        return new ModelSpec("nearest", "none", 4, 8, 0);
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public boolean isKnown(Picture next) {
        return knowsNext;
    }

    @Override
    public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        int computed = knowsNext ? 0 : inputs.size();
        upscale(inputs, outputs);
        return new Upscaling() {
            @Override
            public void await() {
            }

            @Override
            public int computed(int frames) {
                return computed;
            }
        };
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        inside.release();
        permits.acquireUninterruptibly();
        long end = System.nanoTime() + nanosPerFrame * (knowsNext ? 0 : inputs.size());
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        if (failure != null) {
            throw failure;
        }
        if (inputs.stream().map(Picture::format).distinct().count() > 1) {
            throw new IllegalArgumentException("the pictures of a temporal group differ in format");
        }
        groupSizes.add(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            upscale(inputs.get(i), outputs.get(i));
        }
    }

    private static void upscale(Picture input, Picture output) {
        for (int i = 0; i < output.format().components().size(); i++) {
            copy(input, input.format().components().get(i), output, output.format().components().get(i));
        }
    }

    private static void copy(Picture input, Component from, Picture output, Component to) {
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                int row = y * input.format().height() / output.format().height();
                int column = x * input.format().width() / output.format().width();
                int source = from.offset() + row * from.rowStride() + column * from.pixelStride();
                int target = to.offset() + y * to.rowStride() + x * to.pixelStride();
                for (int b = 0; b < from.sampleBytes(); b++) {
                    output.bytes().put(target + b, input.bytes().get(source + b));
                }
            }
        }
    }

    @Override
    public void reset() {
        groupsBeforeReset.add(groupSizes.size());
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
