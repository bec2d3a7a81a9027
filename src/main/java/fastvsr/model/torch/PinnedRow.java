package fastvsr.model.torch;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.PinnedMemory;
import fastvsr.model.Weights;
import fastvsr.model.natives.GpuLoss;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Memory of libtorch's allocator of page-locked memory, which keeps what is freed for the next one who asks. */
final class PinnedRow implements PinnedMemory {
    private static final NetworkPage PAGE = new NetworkPage("pinned", """
            def pinned(self, bytes: int) -> Tensor:
              return torch.empty([bytes], dtype=0, layout=None, device=torch.device("cpu"), pin_memory=True, memory_format=None)
            """);

    // made once: pinned memory belongs to the process, whichever network wanted it
    private static TorchModule maker;

    private final TensorScope scope;
    private final ByteBuffer bytes;

    private PinnedRow(TensorScope scope, Tensor row) {
        this.scope = scope;
        this.bytes = row.bytes();
    }

    /** Makes some. */
    static synchronized PinnedRow of(long bytes) {
        if (GpuLoss.isKnown()) {
            throw GpuLoss.seenBefore();
        }
        if (maker == null) {
            maker = TorchModule.load(new NetworkSource(List.of(PAGE), Map.of(), new Weights(Map.of(), Map.of())), false, "cpu", 0);
        }
        TensorScope scope = maker.newScope();
        return new PinnedRow(scope, maker.call(scope, "pinned", bytes).get(0));
    }

    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /** CUDA is asked when it may be used again, so that this is as fatal as freeing memory on a GPU that has failed. */
    @Override
    public void close() {
        if (!GpuLoss.isKnown()) {
            scope.close();
        }
    }
}
