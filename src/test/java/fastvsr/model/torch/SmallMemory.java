package fastvsr.model.torch;

import ai.djl.ndarray.NDArray;
import fastvsr.model.ModelException;
import fastvsr.model.natives.Grid;
import fastvsr.model.natives.HostKernels;
import fastvsr.model.natives.Kernels;
import fastvsr.model.natives.StopWatch;
import java.util.List;
import java.util.Optional;

/** Kernels compiled for the CPU, on a device whose memory holds so many bytes of tensors: kernels fail where there are more. */
final class SmallMemory implements Kernels {
    private final Kernels kernels = new HostKernels(1);
    private final TorchModule module;
    private final long bytes;
    private int failures;
    private int launches;
    private int lastLaunch = Integer.MAX_VALUE;

    SmallMemory(TorchModule module, long bytes) {
        this.module = module;
        this.bytes = bytes;
    }

    /** Tensors of a module that are alive. */
    static List<NDArray> alive(TorchModule module) {
        try (TensorScope scope = module.newScope()) {
            return scope.manager().getParentManager().getManagedArrays();
        }
    }

    @Override
    public void launch(String kernel, Grid grid, Object... arguments) {
        launches++;
        if (launches > lastLaunch || alive(module).stream().mapToLong(SmallMemory::bytes).sum() > bytes) {
            failures++;
            throw new ModelException(ModelException.Cause.MEMORY, "out of memory");
        }
        kernels.launch(kernel, grid, arguments);
    }

    private static long bytes(NDArray tensor) {
        return tensor.size() * tensor.getDataType().getNumOfBytes();
    }

    /** Fails after so many more launches, however much memory there is. */
    void failAfter(int more) {
        lastLaunch = launches + more;
    }

    int launches() {
        return launches;
    }

    int failures() {
        return failures;
    }

    @Override
    public Optional<StopWatch> newStopWatch() {
        return Optional.empty();
    }
}
