package fastvsr.model.torch;

import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Memory for the pictures of one group on their way to the GPU and back: rows on the GPU, and pinned rows on the host, which
 * the GPU copies by itself.
 */
final class CudaStaging implements AutoCloseable {
    /** Rows start where every kind of access is aligned. */
    private static final long ALIGNMENT = 512;

    /**
     * Rows of bytes for inputs and outputs, both on the host and on the GPU; those on the host once more, each by itself,
     * since all together may be more than a buffer can hold.
     */
    private record Rows(Tensor hostIn, Tensor in, Tensor out, Tensor hostOut, List<ByteBuffer> sent, List<ByteBuffer> brought) {
        boolean fit(int inputs, long inBytes, int outputs, long outBytes) {
            return in.shape()[0] >= inputs && in.shape()[1] == inBytes && out.shape()[0] >= outputs && out.shape()[1] == outBytes;
        }
    }

    private final TorchModule module;
    private final CudaTransfer transfer;
    private TensorScope scope;
    private Optional<Rows> rows = Optional.empty();
    private Optional<Handle> arrival = Optional.empty();
    private List<Picture> awaited = List.of();

    CudaStaging(TorchModule module, CudaTransfer transfer) {
        this.module = module;
        this.transfer = transfer;
        this.scope = module.newScope();
    }

    /** Finishes the group before and starts to send another one, which will have so many outputs. */
    void send(GroupFormat format, List<Picture> inputs, int outputs) {
        await();
        prepareFor(inputs.size(), aligned(format.from()), outputs, aligned(format.to()));
        for (int i = 0; i < inputs.size(); i++) {
            rows().sent().get(i).duplicate().put(bytes(inputs.get(i)));
        }
        transfer.send(rows().hostIn(), rows().in(), inputs.size());
    }

    private void prepareFor(int inputs, long inBytes, int outputs, long outBytes) {
        if (rows.isEmpty() || !rows.get().fit(inputs, inBytes, outputs, outBytes)) {
            rows = Optional.empty();
            scope.close();
            scope = module.newScope();
            Tensor hostIn = transfer.pinned(scope, inputs, inBytes);
            Tensor hostOut = transfer.pinned(scope, outputs, outBytes);
            rows = Optional.of(new Rows(hostIn, transfer.staging(scope, inputs, inBytes), transfer.staging(scope, outputs, outBytes),
                    hostOut, transfer.each(scope, hostIn), transfer.each(scope, hostOut)));
        }
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

    /** Starts to bring an output back, as soon as it has been computed. */
    void bring(int row) {
        transfer.bring(rows().out(), row, rows().hostOut());
    }

    /** The group, after the last {@link #bring}; it is written to the pictures when it is awaited. */
    SuperResolver.Upscaling begun(List<Picture> outputs) {
        Handle mine = transfer.arrival();
        arrival = Optional.of(mine);
        awaited = outputs;
        return () -> {
            if (arrival.filter(current -> current == mine).isPresent()) {
                await();
            }
        };
    }

    private void await() {
        if (arrival.isEmpty()) {
            return;
        }
        try (Handle here = arrival.get()) {
            arrival = Optional.empty();
            transfer.await(here);
        }
        deliver();
    }

    /** One core copies a picture of 4K in two milliseconds, which is most of what the GPU needs to compute it. */
    private void deliver() {
        IntStream.range(0, awaited.size()).parallel().forEach(i -> {
            ByteBuffer picture = bytes(awaited.get(i));
            picture.put(rows().brought().get(i).slice(0, picture.remaining()));
        });
    }

    private static ByteBuffer bytes(Picture picture) {
        return picture.bytes().slice(picture.bytes().position(), Math.toIntExact(picture.format().size()));
    }

    /** Drops what was on its way, once the GPU has finished with it. */
    @Override
    public void close() {
        awaited = List.of();
        await();
        scope.close();
    }
}
