package fastvsr.model.torch;

import fastvsr.model.Picture;
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

    /** Copies pictures to rows; what is computed from now on waits for them. */
    void send(TensorScope scope, List<Picture> pictures, Tensor rows) {
        module.run("send", pictures.stream().map(picture -> host(scope, picture)).toList(), rows, streams);
    }

    /** Copies a row to a picture as soon as it has been computed. */
    void bring(TensorScope scope, Tensor rows, int row, Picture picture) {
        module.run("bring", rows, row, host(scope, picture), streams);
    }

    /** Comes when all that was brought so far has arrived. */
    Handle arrival() {
        return module.hold("arrival", streams);
    }

    void await(Handle arrival) {
        module.run("wait_for", arrival);
    }

    private static Tensor host(TensorScope scope, Picture picture) {
        return scope.hostBytes(picture.bytes().slice(picture.bytes().position(), Math.toIntExact(picture.format().size())));
    }

    @Override
    public void close() {
        streams.close();
    }
}
