package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver.Upscaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Sends groups to the network in parts that the memory holds, through one staging after another.
 *
 * <p>A part is computed as a shorter group would be: it gets the state that the one before left, and looks ahead at frames of the
 * next one.
 */
final class GroupsInParts implements AutoCloseable {
    private final List<CudaStaging> stagings;
    private final int lookAhead;
    private final Portions portions;
    private final BiFunction<GroupFormat, Long, TiledGroup> networks;
    private int next;
    private Optional<TiledGroup> network = Optional.empty();

    /**
     * Whole groups at first.
     *
     * @param stagings  owned
     * @param lookAhead frames behind a part that are looked at, at most
     * @param networks  makes what upscales pictures of a format, in tiles of so many pixels at most
     */
    GroupsInParts(List<CudaStaging> stagings, int lookAhead, Portions portions, BiFunction<GroupFormat, Long, TiledGroup> networks) {
        this.stagings = stagings;
        this.lookAhead = lookAhead;
        this.portions = portions;
        this.networks = networks;
    }

    /** Some frames of a group, whose steps are taken in this order. */
    static final class Part {
        private final CudaStaging staging;
        private final TiledGroup network;
        private final List<Picture> inputs;
        private final int count;
        private final List<Picture> outputs;
        private final RecurrentState state;
        private boolean isSent;

        private Part(CudaStaging staging, TiledGroup network, List<Picture> inputs, int count, List<Picture> outputs,
                RecurrentState state) {
            this.staging = staging;
            this.network = network;
            this.inputs = inputs;
            this.count = count;
            this.outputs = outputs;
            this.state = state;
        }

        void send() {
            staging.send(network.format(), inputs, count, outputs);
            isSent = true;
        }

        /** {@code onWritten} hears of every frame that is about to be done. */
        void compute(IntConsumer onWritten) {
            state.advance((scope, past) -> network.upscale(scope, staging.inputs(), staging.outputs(), count, inputs.size() - count, past,
                    onWritten));
        }

        /** Starts to bring a frame to its picture, if there is one. */
        void bring(int frame) {
            if (!outputs.isEmpty()) {
                staging.bring(frame);
            }
        }

        void bringAll() {
            IntStream.range(0, count).forEach(this::bring);
        }

        Upscaling begun() {
            return staging.begun();
        }
    }

    /** A group on its way. */
    private record Begun(List<Upscaling> parts) implements Upscaling {
        @Override
        public void await() {
            parts.forEach(Upscaling::await);
        }

        @Override
        public OptionalLong busyNanos() {
            List<OptionalLong> each = parts.stream().map(Upscaling::busyNanos).toList();
            return each.stream().allMatch(OptionalLong::isPresent) ? OptionalLong.of(each.stream().mapToLong(OptionalLong::getAsLong).sum())
                    : OptionalLong.empty();
        }
    }

    /**
     * Starts to upscale a group.
     *
     * @param count   of the inputs; those behind them are looked at
     * @param outputs as many, or none where nobody wants them
     * @param state   is used and left
     */
    Upscaling begin(GroupFormat format, List<Picture> inputs, int count, List<Picture> outputs, RecurrentState state) {
        List<Upscaling> parts = new ArrayList<>();
        forEach(format, inputs, count, outputs, state, part -> {
            part.send();
            part.compute(part::bring);
            parts.add(part.begun());
        });
        return new Begun(parts);
    }

    /**
     * Lets {@code steps} take the steps of one part after another; where memory was missing it gets what is left in smaller parts.
     *
     * @throws ModelException MEMORY if parts cannot be smaller
     */
    void forEach(GroupFormat format, List<Picture> inputs, int count, List<Picture> outputs, RecurrentState state, Consumer<Part> steps) {
        for (int first = 0; first < count; ) {
            int length = portions.frames(count - first);
            int seen = Math.min(first + length + lookAhead, inputs.size());
            Part part = new Part(nextStaging(), networkFor(format), inputs.subList(first, seen), length,
                    outputs.isEmpty() ? outputs : outputs.subList(first, first + length), state);
            try {
                steps.accept(part);
                first += length;
            } catch (ModelException full) {
                shrink(format, part, full);
            }
        }
    }

    private CudaStaging nextStaging() {
        CudaStaging staging = stagings.get(next);
        next = (next + 1) % stagings.size();
        return staging;
    }

    private TiledGroup networkFor(GroupFormat format) {
        if (network.isEmpty() || !network.get().format().equals(format)) {
            network.ifPresent(TiledGroup::close);
            network = Optional.of(networks.apply(format, portions.pixels()));
        }
        return network.get();
    }

    /** What was begun before arrives; the network, made anew, may compute as many frames together as at first. */
    private void shrink(GroupFormat format, Part failed, ModelException failure) {
        if (failure.what() != ModelException.Cause.MEMORY) {
            throw failure;
        }
        int held = stagings.stream().mapToInt(CudaStaging::frames).max().orElseThrow();
        stagings.forEach(CudaStaging::free);
        network.ifPresent(TiledGroup::close);
        network = Optional.empty();
        TorchEngine.freeUnusedMemory();
        portions.shrink(format, Math.max(held, failed.count), failed.isSent, failure);
    }

    /** Nobody wants what is on its way: its pictures are not written any more when this returns, unless a GPU writes them by itself. */
    void abandon() {
        stagings.forEach(CudaStaging::abandon);
    }

    /** Drops what is on its way. */
    @Override
    public void close() {
        stagings.forEach(CudaStaging::close);
        network.ifPresent(TiledGroup::close);
    }
}
