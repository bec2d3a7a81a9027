package fastvsr.model.torch;

import java.nio.ByteBuffer;
import java.util.List;

/** Copies pictures to a GPU and back on streams of their own, beside the computing; see {@code cuda.page}. */
final class CudaTransfer implements AutoCloseable {
    private final TorchModule module;
    private final Handle streams;

    CudaTransfer(TorchModule module) {
        this.module = module;
        this.streams = module.hold("new_streams");
    }

    /** Rows of bytes on the GPU. */
    Tensor staging(TensorScope scope, int rows, long bytes) {
        return module.call(scope, "staging", rows, bytes).get(0);
    }

    /** Rows of bytes on the host that the GPU copies by itself. */
    Tensor pinned(TensorScope scope, int rows, long bytes) {
        return module.call(scope, "pinned", rows, bytes).get(0);
    }

    /** The memory of every row on the host; it is gone when the scope is closed. */
    List<ByteBuffer> each(TensorScope scope, Tensor host) {
        return module.call(scope, "each_row", host).stream().map(Tensor::bytes).toList();
    }

    /** Copies the first rows; what is computed from now on waits for them. */
    void send(Tensor host, Tensor device, int rows) {
        module.run("send", host, device, rows, streams);
    }

    /** Copies a row as soon as it has been computed. */
    void bring(Tensor device, int row, Tensor host) {
        module.run("bring", device, row, host, streams);
    }

    /** Copies a row to memory (n) that {@link #isPinned}, as soon as it has been computed. */
    void bringTo(Tensor memory, Tensor device, int row) {
        module.run("bring_to", memory, device, row, streams);
    }

    /** Whether the GPU copies memory of the host by itself. */
    boolean isPinned(Tensor memory) {
        try (TensorScope scope = module.newScope()) {
            return module.call(scope, "is_pinned", memory).get(0).number() != 0;
        }
    }

    /** Comes when all that was computed so far has been, and what was brought has arrived. */
    Handle arrival() {
        return module.hold("arrival", streams);
    }

    void await(Handle arrival) {
        module.run("wait_for", arrival);
    }

    @Override
    public void close() {
        streams.close();
    }
}
