package fastvsr.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One device of a {@link Relay}: a thread that loads a network, does what it is told with it, in order, and frees it.
 *
 * <p>Called by the relay's thread.
 */
final class Runner implements AutoCloseable {
    /** Of the time; who is idle for less of it than this does not keep up with the stream. */
    private static final double LEAST_IDLE_SHARE = 0.25;

    /** Something to do with the network, which is done when what it gives has been awaited. */
    private record Task(Function<SuperResolver, SuperResolver.Upscaling> start, CompletableFuture<Void> done) {
    }

    /** A task that has been started. */
    private record Started(Task task, SuperResolver.Upscaling upscaling) {
    }

    private final CompletableFuture<SuperResolver> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    // under the lock of this object
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Deque<Task> unfinished = new ArrayDeque<>();
    private Optional<Throwable> failure = Optional.empty();
    private final IdleClock clock = new IdleClock();
    private boolean isStopped;
    // of the relay's thread
    private long framesGiven;

    /** Starts to load the network. */
    Runner(Supplier<SuperResolver> opener) {
        thread = new Thread(() -> run(opener), "fastvsr-device");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((self, thrown) -> fail(thrown));
        thread.start();
    }

    /** The network as soon as it is loaded; only this runner's thread may run it. */
    CompletableFuture<SuperResolver> opened() {
        return opened;
    }

    /** Frames that were given to this device so far. */
    long framesGiven() {
        return framesGiven;
    }

    /** Begins to watch how much of its time this device is busy. */
    synchronized void watch() {
        clock.restart();
    }

    /**
     * Whether the stream would be faster with another device beside this one: groups wait for it, or it has hardly been idle since
     * {@link #watch()}. Where the frames come from may just wait for those that this device or another one has yet to finish.
     */
    synchronized boolean isBehind() {
        return hasWaiting() || clock.idleShare() < LEAST_IDLE_SHARE;
    }

    /** Whether groups wait for this device, besides those that overlap on it. */
    private synchronized boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Comes when the outputs are written. */
    CompletableFuture<Void> upscale(List<Picture> inputs, List<Picture> outputs) {
        framesGiven += outputs.size();
        return give(network -> network.begin(inputs, outputs));
    }

    /** Comes when the inputs are not read any more. */
    CompletableFuture<Void> remember(List<Picture> inputs, int outputs, PictureFormat to) {
        framesGiven += outputs;
        return give(network -> {
            network.remember(inputs, outputs, to);
            return () -> { };
        });
    }

    /** Comes when the device is ready for groups of so many frames; fails, and goes on, if its memory is too small for them. */
    CompletableFuture<Void> warmUp(PictureFormat from, PictureFormat to, int frames) {
        CompletableFuture<Void> shortage = new CompletableFuture<>();
        CompletableFuture<Void> tried = give(network -> {
            try {
                network.warmUp(from, to, frames);
            } catch (ModelException failure) {
                if (failure.what() != ModelException.Cause.MEMORY) {
                    throw failure;
                }
                shortage.completeExceptionally(failure);
            }
            return () -> { };
        });
        return tried.thenRun(() -> shortage.getNow(null));
    }

    void reset() {
        give(network -> {
            network.reset();
            return () -> { };
        });
    }

    private synchronized CompletableFuture<Void> give(Function<SuperResolver, SuperResolver.Upscaling> start) {
        Task task = new Task(start, new CompletableFuture<>());
        if (failure.isPresent()) {
            task.done().completeExceptionally(failure.get());
        } else {
            waiting.add(task);
            unfinished.add(task);
            notifyAll();
        }
        return task.done();
    }

    Optional<String> takeComplaint() {
        return Optional.ofNullable(complaints.poll());
    }

    private void run(Supplier<SuperResolver> opener) {
        try (SuperResolver network = opener.get()) {
            opened.complete(network);
            work(network, network.groupsAtOnce(1, 1)); // one device overlaps as many, however large they are
        } finally {
            ended.complete(null);
        }
    }

    private void work(SuperResolver network, int atOnce) {
        Queue<Started> onTheirWay = new ArrayDeque<>();
        for (Optional<Task> task = next(); task.isPresent(); task = next()) {
            onTheirWay.add(new Started(task.get(), task.get().start().apply(network)));
            network.takeComplaint().ifPresent(complaints::add);
            while (onTheirWay.size() >= atOnce || !onTheirWay.isEmpty() && !hasWaiting()) {
                finish(onTheirWay.remove());
            }
        }
    }

    /** Waits for a task; empty as soon as this runner is stopped. */
    private synchronized Optional<Task> next() {
        clock.startIdling();
        while (!isStopped && waiting.isEmpty()) {
            awaitChange();
        }
        clock.endIdling();
        return isStopped ? Optional.empty() : Optional.of(waiting.remove());
    }

    /** Nobody interrupts this thread; who does stops it. */
    private void awaitChange() {
        try {
            wait();
        } catch (InterruptedException interruption) {
            isStopped = true;
        }
    }

    private void finish(Started started) {
        started.upscaling().await();
        synchronized (this) {
            unfinished.remove();
        }
        started.task().done().complete(null);
    }

    private void fail(Throwable thrown) {
        opened.completeExceptionally(thrown);
        failAll(thrown);
    }

    private void failAll(Throwable thrown) {
        List<Task> failed;
        synchronized (this) {
            failure = Optional.of(thrown);
            failed = List.copyOf(unfinished);
            unfinished.clear();
            waiting.clear();
        }
        failed.forEach(task -> task.done().completeExceptionally(thrown));
    }

    /** Regards as done what has not been started. */
    void skip() {
        List<Task> skipped;
        synchronized (this) {
            skipped = List.copyOf(waiting);
            unfinished.removeAll(skipped);
            waiting.clear();
        }
        skipped.forEach(task -> task.done().complete(null));
    }

    /** Starts nothing any more. */
    synchronized void stop() {
        isStopped = true;
        notifyAll();
    }

    /** Waits until the network is freed; what is not finished by then never is. */
    @Override
    public void close() {
        stop();
        ended.join();
        failAll(new CancellationException("closed"));
    }
}
