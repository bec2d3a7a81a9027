package fastvsr.model.torch;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;

/** The GPUs that libtorch sees. */
final class CudaDevices {
    private static final NetworkPage PAGE = new NetworkPage("devices", """
            def devices(self) -> Tensor:
              return torch.full([1], ops.cuda.device_count(), dtype=6, layout=None, device=None, pin_memory=None)
            """);

    private CudaDevices() {
    }

    /** How many there are; only for a libtorch that has CUDA. */
    static int count() {
        NetworkSource source = new NetworkSource(List.of(PAGE), Map.of(), new Weights(Map.of(), Map.of()));
        try (TorchModule module = TorchModule.load(source, false, "cpu", 0); TensorScope scope = module.newScope()) {
            return (int) module.call(scope, "devices").get(0).number();
        }
    }
}
