package fastvsr.model.torch;

import fastvsr.model.Picture;
import fastvsr.model.natives.DeviceCopies;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Copies pictures to a GPU and back on streams of their own, beside the computing ({@code cuda.page}), and to and from
 * pictures that lie on the GPU.
 */
final class CudaTransfer implements AutoCloseable {
    private final TorchModule module;
    private final int gpu;
    private final Handle streams;
    private Optional<DeviceCopies> copies = Optional.empty();

    CudaTransfer(TorchModule module, int gpu) {
        this.module = module;
        this.gpu = gpu;
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

    /** Fills the first rows with pictures that lie on the GPU; when it returns those may be written again. */
    void take(List<Picture> pictures, Tensor device) {
        for (int row = 0; row < pictures.size(); row++) {
            copies().take(address(pictures.get(row)), address(device, row), pictures.get(row).format().size());
        }
        copies().awaitTaken();
    }

    /** Copies a row into a picture that lies on the GPU, as soon as the row has been computed. */
    void give(Tensor device, int row, Picture picture) {
        copies().give(address(device, row), address(picture), picture.format().size());
    }

    private static long address(Tensor device, int row) {
        return device.address() + row * device.shape()[1];
    }

    private static long address(Picture picture) {
        return ((Picture.OnGpu) picture.memory()).address();
    }

    private DeviceCopies copies() {
        if (copies.isEmpty()) {
            copies = Optional.of(DeviceCopies.on(gpu));
        }
        return copies.get();
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
        copies.ifPresent(DeviceCopies::close);
        streams.close();
    }
}
