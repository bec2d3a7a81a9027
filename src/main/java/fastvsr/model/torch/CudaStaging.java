package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import fastvsr.model.natives.StopWatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Memory for the pictures of one group on their way to the GPU and back: rows on the GPU, and pinned rows on the host, which
 * the GPU copies by itself. Outputs that are pinned themselves need no such row, nor do pictures that lie on the GPU.
 */
final class CudaStaging implements AutoCloseable {
    /** Rows start where every kind of access is aligned. */
    private static final long ALIGNMENT = 512;

    /** Rows of bytes on the GPU, for inputs and outputs. */
    private record Rows(Tensor in, Tensor out) {
        boolean fit(int inputs, long inBytes, int outputs, long outBytes) {
            return in.shape()[0] >= inputs && in.shape()[1] == inBytes && out.shape()[0] >= outputs && out.shape()[1] == outBytes;
        }
    }

    /**
     * Pinned rows on the host.
     *
     * @param all  the rows
     * @param each the same, each by itself, since all together may be more than a buffer can hold
     */
    private record HostRows(Tensor all, List<ByteBuffer> each) {
    }

    private final TorchModule module;
    private final CudaTransfer transfer;
    private final Optional<StopWatch> watch;
    private TensorScope scope;
    private Optional<Rows> rows = Optional.empty();
    // made when a group needs them
    private Optional<HostRows> hostIn = Optional.empty();
    private Optional<HostRows> hostOut = Optional.empty();
    private TensorScope pinnedScope;
    private List<Tensor> pinned = List.of();
    private Optional<Group> current = Optional.empty();
    private List<Picture> awaited = List.of();

    /** A group on its way from the end of its computing on. */
    private final class Group implements SuperResolver.Upscaling {
        private final Handle arrival;
        private final Optional<Delivery> delivery;
        private OptionalLong busyNanos = OptionalLong.empty();

        Group(Handle arrival, Optional<Delivery> delivery) {
            this.arrival = arrival;
            this.delivery = delivery;
        }

        @Override
        public void await() {
            if (current.filter(group -> group == this).isPresent()) {
                CudaStaging.this.await();
            }
        }

        @Override
        public OptionalLong busyNanos() {
            return busyNanos;
        }
    }

    /**
     * Holds nothing yet.
     *
     * @param watch measures how long groups are computed; owned
     */
    CudaStaging(TorchModule module, CudaTransfer transfer, Optional<StopWatch> watch) {
        this.module = module;
        this.transfer = transfer;
        this.watch = watch;
        this.scope = module.newScope();
        this.pinnedScope = module.newScope();
    }

    /**
     * Finishes the group before and starts to send another one.
     *
     * @param count   how many of the inputs will be upscaled; those behind them are looked at
     * @param outputs as many pictures that the group will be written to, or none
     */
    void send(GroupFormat format, List<Picture> inputs, int count, List<Picture> outputs) {
        await();
        prepareFor(format, inputs.size(), count);
        if (areOnGpu(inputs)) {
            transfer.take(inputs, rows().in());
        } else {
            sendFromHost(inputs);
        }
        awaited = outputs;
        pinned = pinned(outputs);
        if (!outputs.isEmpty() && !areOnGpu(outputs) && pinned.isEmpty() && hostOut.isEmpty()) {
            hostOut = Optional.of(hostRowsLike(rows().out()));
        }
        watch.ifPresent(StopWatch::start);
    }

    private static boolean areOnGpu(List<Picture> pictures) {
        return !pictures.isEmpty() && pictures.get(0).memory() instanceof Picture.OnGpu;
    }

    private void sendFromHost(List<Picture> inputs) {
        if (hostIn.isEmpty()) {
            hostIn = Optional.of(hostRowsLike(rows().in()));
        }
        for (int i = 0; i < inputs.size(); i++) {
            hostIn.get().each().get(i).duplicate().put(inputs.get(i).content());
        }
        transfer.send(hostIn.get().all(), rows().in(), inputs.size());
    }

    private void prepareFor(GroupFormat format, int inputs, int outputs) {
        long inBytes = aligned(format.from());
        long outBytes = aligned(format.to());
        if (rows.isEmpty() || !rows.get().fit(inputs, inBytes, outputs, outBytes)) {
            dropRows();
            rows = Optional.of(rows(format, inputs, inBytes, outputs, outBytes));
            module.run("synchronize"); // what libtorch was told before may still use this memory, and copies do not wait for it
        }
    }

    private void dropRows() {
        rows = Optional.empty();
        hostIn = Optional.empty();
        hostOut = Optional.empty();
        scope.close();
        scope = module.newScope();
    }

    private Rows rows(GroupFormat format, int inputs, long inBytes, int outputs, long outBytes) {
        try {
            return new Rows(transfer.staging(scope, inputs, inBytes), transfer.staging(scope, outputs, outBytes));
        } catch (ModelException failure) {
            throw failure.what() == ModelException.Cause.MEMORY ? format.noRoom(outputs, failure) : failure;
        }
    }

    private HostRows hostRowsLike(Tensor device) {
        Tensor all = transfer.pinned(scope, Math.toIntExact(device.shape()[0]), device.shape()[1]);
        return new HostRows(all, transfer.each(scope, all));
    }

    /** The memory of pictures, if the GPU writes it by itself: those of a group come from one pool. */
    private List<Tensor> pinned(List<Picture> outputs) {
        pinnedScope.close();
        pinnedScope = module.newScope();
        if (areOnGpu(outputs)) {
            return List.of();
        }
        List<Tensor> memory = outputs.stream().map(picture -> pinnedScope.hostBytes(picture.content())).toList();
        return !memory.isEmpty() && transfer.isPinned(memory.get(0)) ? memory : List.of();
    }

    private static long aligned(PictureFormat format) {
        return (format.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private Rows rows() {
        return rows.orElseThrow();
    }

    /** The inputs (T, n) on the GPU. */
    Tensor inputs() {
        return rows().in();
    }

    /** Where the outputs (T, m) are to be computed. */
    Tensor outputs() {
        return rows().out();
    }

    /** Starts to bring an output to where it belongs, as soon as it has been computed. */
    void bring(int row) {
        if (areOnGpu(awaited)) {
            transfer.give(rows().out(), row, awaited.get(row));
        } else if (pinned.isEmpty()) {
            transfer.bring(rows().out(), row, hostOut.orElseThrow().all());
        } else {
            transfer.bringTo(pinned.get(row), rows().out(), row);
        }
    }

    /** The group, after the last {@link #bring}; it is in its pictures when it has been awaited. */
    SuperResolver.Upscaling begun() {
        watch.ifPresent(StopWatch::stop);
        Handle arrival = transfer.arrival();
        boolean isWrittenByGpu = awaited.isEmpty() || areOnGpu(awaited) || !pinned.isEmpty();
        Group group = new Group(arrival, isWrittenByGpu ? Optional.empty()
                : Optional.of(new Delivery(() -> transfer.await(arrival), awaited, hostOut.orElseThrow().each())));
        current = Optional.of(group);
        return group;
    }

    /** How many outputs there is memory for. */
    int frames() {
        return rows.map(each -> Math.toIntExact(each.out().shape()[0])).orElse(0);
    }

    /** Finishes the group that was begun, or drops the one that was only sent, and holds nothing any more. */
    void free() {
        await();
        module.run("synchronize"); // copies of what was only sent may be under way
        dropRows();
    }

    private void await() {
        if (current.isEmpty()) {
            return;
        }
        Group group = current.get();
        try (Handle here = group.arrival) {
            current = Optional.empty();
            group.delivery.ifPresentOrElse(Delivery::await, () -> transfer.await(here));
        }
        group.busyNanos = watch.map(StopWatch::nanos).orElse(OptionalLong.empty());
    }

    /** The pictures of the group on its way are not written any more when this returns, unless the GPU writes them by itself. */
    void abandon() {
        current.flatMap(group -> group.delivery).ifPresent(Delivery::abandon);
    }

    /** Waits for what was on its way. */
    @Override
    public void close() {
        await();
        watch.ifPresent(StopWatch::close);
        pinnedScope.close();
        scope.close();
    }
}
