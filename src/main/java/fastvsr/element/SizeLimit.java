package fastvsr.element;

import fastvsr.gst.VideoInfo;
import fastvsr.model.Machine;
import fastvsr.window.WindowShape;
import java.util.Optional;

/** Refuses pictures whose upscaled groups do not fit into this machine. */
final class SizeLimit {
    private static final long MIB = 1 << 20;

    private SizeLimit() {
    }

    /**
     * Why pictures of this size cannot be upscaled; empty if they can.
     *
     * @param pixels of an upscaled picture
     */
    static Optional<String> objection(VideoInfo input, long pixels, WindowShape shape) {
        long outputBytes = input.bytes() * pixels / ((long) input.width() * input.height());
        // behind a live source many groups may wait, and one is in the network; two groups of results are on their way
        long need = input.bytes() * (shape.leakingCapacity() + shape.groupLength()) + outputBytes * 2 * shape.groupLength();
        long limit = Machine.memoryBytes() / 2;
        String size = input.width() + "x" + input.height();
        if (outputBytes > Integer.MAX_VALUE) {
            return Optional.of("One upscaled picture of " + size + " needs " + outputBytes / MIB
                    + " MiB, the limit is 2047 MiB: scale the video down first.");
        }
        return need <= limit ? Optional.empty() : Optional.of("Groups of " + shape.groupLength() + " frames of " + size
                + " need " + need / MIB + " MiB, the limit is half of the memory, " + limit / MIB
                + " MiB: choose a smaller group-length or scale the video down first.");
    }
}
