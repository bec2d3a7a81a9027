package fastvsr.train;

import fastvsr.model.ElementType;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** A page of methods on pictures in Java's memory, computed on the CPU. */
final class MeasurePage implements AutoCloseable {
    private final TorchModule module;

    /** Loads a page with the weights that it declares; {@code threads} is 0 for all. */
    MeasurePage(String page, Weights weights, int threads) {
        NetworkSource source = new NetworkSource(List.of(NetworkPage.load(page)), Map.of(), weights.as(ElementType.F32));
        module = TorchModule.load(source, false, "cpu", threads);
    }

    /** Loads a page that needs no weights. */
    MeasurePage(String page, int threads) {
        this(page, new Weights(Map.of(), Map.of()), threads);
    }

    TensorScope newScope() {
        return module.newScope();
    }

    List<Tensor> call(TensorScope scope, String method, Object... arguments) {
        return module.call(scope, method, arguments);
    }

    /** The bytes of a picture as a flat tensor. */
    static Tensor bytes(TensorScope scope, RgbImage image) {
        return scope.bytes(ByteBuffer.allocateDirect(image.samples().length).put(image.samples()).flip());
    }

    @Override
    public void close() {
        module.close();
    }
}
