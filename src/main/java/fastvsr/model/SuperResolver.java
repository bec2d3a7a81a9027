package fastvsr.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Upscales temporal groups of raw pictures with one loaded network.
 *
 * <p>A resolver carries recurrent state from one group to the next, so it belongs to one stream and one thread at a
 * time. Results do not depend on where the borders of the groups fall, unless the network looks ahead: then they depend a
 * little on how many frames follow.
 */
public interface SuperResolver extends AutoCloseable {
    /** The network that this resolver runs. */
    ModelSpec model();

    /** Where it runs: {@code cpu}, {@code cuda:N}, or several of these with commas between. */
    String device();

    /** Number of the GPU whose memory pictures may lie in, beside that of the host; empty if there is none. */
    default OptionalInt gpuMemory() {
        return OptionalInt.empty();
    }

    /**
     * Upscales one temporal group, whose inputs lie in one kind of memory, as do its outputs.
     *
     * @param inputs  consecutive pictures of one format, in display order; they are only read. As many as there are outputs, and
     *                up to {@link ModelSpec#lookAhead} more, which come again with the next group
     * @param outputs pictures of one format, written completely; each axis is between the input's and that times
     *                the scale factor of the model, which is then reduced; components and colour model are free
     * @throws ModelException if the engine fails; the resolver is then to be closed
     */
    void upscale(List<Picture> inputs, List<Picture> outputs);

    /** A group on its way. */
    @FunctionalInterface
    interface Upscaling {
        /**
         * Waits until all outputs are written; called by the resolver's thread, in the order of the groups.
         *
         * @throws ModelException if the engine fails; the resolver is then to be closed
         */
        void await();

        /** Nanoseconds in which the device computed, once they have been awaited; empty where nobody measures. */
        default OptionalLong busyNanos() {
            return OptionalLong.empty();
        }

        /** Comes, in any thread, when {@link #await} would not wait any more; empty where nobody tells. */
        default Optional<CompletableFuture<?>> done() {
            return Optional.empty();
        }

        /** How many of the group's frames the network computes: fewer where it knows some results already. */
        default int computed(int frames) {
            return frames;
        }
    }

    /**
     * How many groups may be on their way at a time: 2 where copies run beside the computing, more where several devices
     * share a stream, else 1.
     *
     * @param frames      of a group
     * @param outputBytes of one output
     */
    default int groupsAtOnce(int frames, long outputBytes) {
        return 1;
    }

    /**
     * Starts upscaling a group like {@link #upscale}; may return before that is done.
     *
     * @param inputs  are read until {@link Upscaling#await}, or until the resolver is closed
     * @param outputs belong to the resolver for as long
     */
    default Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        upscale(inputs, outputs);
        return () -> { };
    }

    /** Whether a picture, if it comes next, costs next to nothing because its result is known. */
    default boolean isKnown(Picture next) {
        return false;
    }

    /**
     * Learns the recurrent state that {@link #upscale} would leave; nobody gets the outputs.
     *
     * @param outputs how many there would be
     * @param to      their format
     */
    default void remember(List<Picture> inputs, int outputs, PictureFormat to) {
        upscale(inputs, Stream.generate(() -> Picture.blank(to)).limit(outputs).toList());
    }

    /** What makes memory for outputs, which saves a copy; empty where it would not. It outlives this resolver. */
    default Optional<PinnedMemory.Maker> pinning() {
        return Optional.empty();
    }

    /**
     * Bytes of its own memory that the device, or each of several, needs for groups of so many frames, about; empty where the
     * device has none of its own or nobody knows.
     */
    default OptionalLong memoryNeed(PictureFormat from, PictureFormat to, int frames) {
        return OptionalLong.empty();
    }

    /** Whether the first group of a format takes many times as long as others, so that it pays to {@link #warmUp} before it comes. */
    default boolean isSlowAtFirst() {
        return false;
    }

    /**
     * Does what has to be done once for groups of a format, by upscaling black pictures that nobody gets; the recurrent state stays
     * as it is. Nothing is on its way meanwhile.
     *
     * @param frames of a group
     * @return nanoseconds that the network takes for a group from now on; empty where that is not known
     * @throws ModelException MEMORY if there is too little for such a group, though there may be enough for smaller ones; else as
     *                        {@link #upscale} has it
     */
    default OptionalLong warmUp(PictureFormat from, PictureFormat to, int frames) {
        return OptionalLong.empty();
    }

    /** Nobody wants what is on its way: it need not be written, and the next group is a fresh start. */
    default void abandon() {
        reset();
    }

    /** Something that goes on but that the application should know; told once. */
    default Optional<String> takeComplaint() {
        return Optional.empty();
    }

    /** Upscales a group step by step and tells how long each step took; empty where there are no steps apart. */
    default Optional<StepTimes> timeSteps(List<Picture> inputs, List<Picture> outputs) {
        return Optional.empty();
    }

    /** Forgets the recurrent state: the next group starts a new shot or stream. */
    void reset();

    /** Frees the network's memory. */
    @Override
    void close();
}
