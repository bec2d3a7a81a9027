package fastvsr.element;

import fastvsr.gst.VideoInfo;
import fastvsr.model.Machine;
import fastvsr.model.SuperResolver;
import fastvsr.window.WindowShape;
import java.util.Optional;

/** Refuses pictures whose upscaled groups do not fit into this machine. */
final class SizeLimit {
    private static final long MIB = 1 << 20;

    private final long memory = Machine.memoryBytes(); // asked once: the answer is in files

    // learnt by the worker, read by whoever brings caps or settings
    private volatile Optional<SuperResolver> network = Optional.empty();

    /** Learns of the network that is in use from now on. */
    void learn(SuperResolver network) {
        this.network = Optional.of(network);
    }

    /** Groups whose results may be held: one leaves while others are written. */
    private int resultsHeld(int frames, long outputBytes) {
        return 1 + network.map(each -> each.groupsAtOnce(frames, outputBytes)).orElse(1);
    }

    /** How many frames behind a live source may wait until they are shown, beyond those that every element holds. */
    long framesWaiting(VideoInfo input) {
        return memory / 8 / input.bytes();
    }

    /**
     * Why pictures of this size cannot be upscaled; empty if they can.
     *
     * @param pixels of an upscaled picture
     */
    Optional<String> objection(VideoInfo input, long pixels, WindowShape shape) {
        long outputBytes = input.bytes() * pixels / ((long) input.width() * input.height());
        String size = input.width() + "x" + input.height();
        if (outputBytes > Integer.MAX_VALUE) {
            return Optional.of("One upscaled picture of " + size + " needs " + outputBytes / MIB
                    + " MiB, the limit is 2047 MiB: scale the video down first.");
        }
        int frames = shape.groupLength();
        // behind a live source many groups may wait, and one is in the network; the last picture stays for repeated ones
        long need = input.bytes() * (shape.leakingCapacity() + frames + 1) + outputBytes * (frames * resultsHeld(frames, outputBytes) + 1L);
        long limit = memory / 2;
        return need <= limit ? Optional.empty() : Optional.of("Groups of " + frames + " frames of " + size
                + " need " + need / MIB + " MiB, the limit is half of the memory, " + limit / MIB
                + " MiB: choose a smaller group-length or scale the video down first.");
    }
}
