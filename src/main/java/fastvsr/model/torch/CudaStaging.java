package fastvsr.model.torch;

import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import java.util.List;
import java.util.Optional;

/** GPU memory for the pictures of one group on their way in and out. */
final class CudaStaging implements AutoCloseable {
    /** Rows start where every kind of access is aligned. */
    private static final long ALIGNMENT = 512;

    private final TorchModule module;
    private final CudaTransfer transfer;
    private TensorScope scope;
    private List<Tensor> rows = List.of();
    private Optional<Handle> arrival = Optional.empty();

    CudaStaging(TorchModule module, CudaTransfer transfer) {
        this.module = module;
        this.transfer = transfer;
        this.scope = module.newScope();
    }

    /** Waits until the group before has arrived, and makes room for another one. */
    void prepareFor(GroupFormat format, int frames) {
        await();
        long in = aligned(format.from());
        long out = aligned(format.to());
        boolean fits = !rows.isEmpty() && inputs().shape()[0] >= frames && inputs().shape()[1] == in && outputs().shape()[1] == out;
        if (!fits) {
            scope.close();
            scope = module.newScope();
            rows = List.of(transfer.staging(scope, frames, in), transfer.staging(scope, frames, out));
        }
    }

    private static long aligned(PictureFormat format) {
        return (format.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    Tensor inputs() {
        return rows.get(0);
    }

    Tensor outputs() {
        return rows.get(1);
    }

    /** The group whose last copy has been started. */
    SuperResolver.Upscaling begun() {
        Handle mine = transfer.arrival();
        arrival = Optional.of(mine);
        return () -> {
            if (arrival.filter(current -> current == mine).isPresent()) {
                await();
            }
        };
    }

    private void await() {
        arrival.ifPresent(handle -> {
            arrival = Optional.empty();
            try (handle) {
                transfer.await(handle);
            }
        });
    }

    @Override
    public void close() {
        await();
        scope.close();
    }
}
