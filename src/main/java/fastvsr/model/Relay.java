package fastvsr.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Runs one stream on several devices, which take turns at chunks of it and work at the same time.
 *
 * <p>Before a device takes over, it upscales the last {@link #WARM_UP} frames of the chunk before as well, without outputs. Its
 * recurrent state is then that of an uninterrupted run but for a difference, which shrinks from frame to frame. In the first output
 * that is hardly visible: with {@code nano} 8 of 255 codes at most and less than 0.05 on average, as RelayTest makes sure; with
 * earlier weights of {@code live} 0.2 codes of luma on average, and 13 or less for 999 of 1000 (25 November 2026, samples/city.mp4
 * on the CPU, the worse of two places).
 *
 * <p>A device that keeps up with the stream keeps it, so a live stream stays where it is. A fresh start needs no warm-up and
 * ends a chunk; the next one is no shorter for it, so that soon most shots of a film are upscaled by one device each. Streams of this
 * process begin on one device after another. Outputs are not pinned: there are hundreds of them, and to lock the pages of one takes
 * longer than to copy it.
 */
public final class Relay implements SuperResolver {
    /** Frames from which a device learns the state before it takes over. */
    static final int WARM_UP = 16;
    /** Of the first chunk of each device, so that short streams are shared out evenly; warm-up is a quarter of it. */
    private static final int SHORTEST_CHUNK = 4 * WARM_UP;
    /** Each chunk of a device is twice as long as its last one up to this, of which warm-up is a fortieth. */
    private static final int LONGEST_CHUNK = 40 * WARM_UP;
    /** Enough to get from the shortest to the longest. */
    private static final int MOST_DOUBLINGS = 4;
    private static final int NO_END = Integer.MAX_VALUE;
    /** Groups in front of each device while others are awaited: one is sent, one computed, one brought, one copied. */
    private static final int GROUPS_PER_DEVICE = 4;

    // streams that this process has begun
    private static final AtomicInteger STREAMS = new AtomicInteger();

    private final List<Runner> runners;
    private final long outputBytes;
    private Runner current;
    private Optional<Runner> successor = Optional.empty();
    private boolean isFreshStart = true;
    private int chunks;
    private long framesInChunk;
    private int framesLearnt;

    private Relay(List<Runner> runners, long outputBytes) {
        this.runners = runners;
        this.outputBytes = outputBytes;
        this.current = runners.get(STREAMS.getAndIncrement() % runners.size());
    }

    /**
     * Loads the network on all devices at the same time.
     *
     * @param devices what loads it on each of them, in the thread that will run it
     * @throws ModelException if one of them cannot
     */
    public static SuperResolver open(List<Supplier<SuperResolver>> devices) {
        return open(devices, Machine.memoryBytes() / 8);
    }

    /** The same with another limit of the memory that outputs on their way may take. */
    static Relay open(List<Supplier<SuperResolver>> devices, long outputBytes) {
        List<Runner> runners = devices.stream().map(Runner::new).toList();
        Relay relay = new Relay(runners, outputBytes);
        boolean areOpen = false;
        try {
            runners.forEach(runner -> Futures.await(runner.opened()));
            areOpen = true;
            return relay;
        } finally {
            if (!areOpen) {
                relay.close();
            }
        }
    }

    @Override
    public ModelSpec model() {
        return runners.get(0).opened().join().model();
    }

    @Override
    public String device() {
        return runners.stream().map(runner -> runner.opened().join().device()).collect(Collectors.joining(","));
    }

    @Override
    public OptionalLong memoryNeed(PictureFormat from, PictureFormat to, int frames) {
        return runners.get(0).opened().join().memoryNeed(from, to, frames);
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        begin(inputs, outputs).await();
    }

    /** While one device upscales its chunk, those of the others are on their way. */
    @Override
    public int groupsAtOnce(int frames, long bytes) {
        int chunk = longestChunk(bytes);
        int waiting = runners.size() * (GROUPS_PER_DEVICE * frames + WARM_UP);
        return chunk == NO_END ? GROUPS_PER_DEVICE : ((runners.size() - 1) * chunk + waiting + frames - 1) / frames;
    }

    /** Frames of the longest chunk for which there is memory; chunks so short that they do not pay are not begun. */
    private int longestChunk(long bytes) {
        long affordable = outputBytes / bytes / (runners.size() - 1);
        return affordable < SHORTEST_CHUNK ? NO_END : (int) Math.min(affordable, LONGEST_CHUNK);
    }

    /** Frames of the chunk that is under way. */
    private int currentChunk(long bytes) {
        int longest = longestChunk(bytes);
        int doublings = Math.min(MOST_DOUBLINGS, (chunks - 1) / runners.size());
        return longest == NO_END ? NO_END : Math.min(longest, SHORTEST_CHUNK << doublings);
    }

    @Override
    public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        PictureFormat to = outputs.get(0).format();
        if (isFreshStart) {
            startAnew();
        } else if (framesLearnt >= WARM_UP) {
            handOver();
        }
        int firstLearnt = successor.isPresent() ? 0 : appointInTime(outputs.size(), to.size());
        CompletableFuture<Void> done = current.upscale(inputs, outputs);
        CompletableFuture<Void> learnt = teach(inputs, outputs.size(), to, firstLearnt);
        framesInChunk += outputs.size();
        return new Everywhere(CompletableFuture.allOf(done, learnt));
    }

    /** What came before does not matter any more, so any device can go on. */
    private void startAnew() {
        boolean isFirst = current.framesGiven() == 0;
        if (!isFirst && current.isBehind()) {
            current = leastUsed(runners);
        }
        beginChunk(current);
        current.reset();
        isFreshStart = false;
    }

    private void handOver() {
        beginChunk(successor.orElseThrow());
    }

    private void beginChunk(Runner runner) {
        current = runner;
        current.watch();
        successor = Optional.empty();
        chunks++;
        framesInChunk = 0;
        framesLearnt = 0;
    }

    /** Appoints a successor if the warm-up begins in this group of so many frames; the frame in which it does. */
    private int appointInTime(int frames, long bytes) {
        long warmUpAt = Math.max(0, currentChunk(bytes) - WARM_UP - framesInChunk);
        if (frames > warmUpAt) {
            appoint();
        }
        return (int) warmUpAt;
    }

    /** The chunk comes to its end; who keeps up goes on with another one. */
    private void appoint() {
        if (current.isBehind()) {
            successor = Optional.of(leastUsed(runners.stream().filter(runner -> runner != current).toList()));
            successor.get().reset();
        } else {
            framesInChunk = 0;
            current.watch();
        }
    }

    private static Runner leastUsed(List<Runner> runners) {
        return runners.stream().min(Comparator.comparingLong(Runner::framesGiven)).orElseThrow();
    }

    /** Teaches the successor the frames of a group from the first on, if it is time; inputs beyond count are looked at. */
    private CompletableFuture<Void> teach(List<Picture> inputs, int count, PictureFormat to, int first) {
        if (successor.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        framesLearnt += count - first;
        return successor.get().remember(inputs.subList(first, inputs.size()), count - first, to);
    }

    /** A group that is on its way on one device or two. */
    private record Everywhere(CompletableFuture<?> all) implements Upscaling {
        @Override
        public void await() {
            Futures.await(all);
        }

        @Override
        public Optional<CompletableFuture<?>> done() {
            return Optional.of(all);
        }
    }

    @Override
    public boolean isSlowAtFirst() {
        return runners.get(0).opened().join().isSlowAtFirst();
    }

    /** On all devices at the same time. */
    @Override
    public OptionalLong warmUp(PictureFormat from, PictureFormat to, int frames) {
        runners.stream().map(runner -> runner.warmUp(from, to, frames)).toList().forEach(Futures::await);
        return OptionalLong.empty();
    }

    @Override
    public Optional<String> takeComplaint() {
        return runners.stream().map(Runner::takeComplaint).flatMap(Optional::stream).findFirst();
    }

    @Override
    public void abandon() {
        runners.forEach(Runner::skip);
        reset();
        chunks = 0;
    }

    /** Takes effect with the next group. */
    @Override
    public void reset() {
        isFreshStart = true;
    }

    /** Drops what is on its way. */
    @Override
    public void close() {
        runners.forEach(Runner::stop);
        runners.forEach(Runner::close);
    }
}
