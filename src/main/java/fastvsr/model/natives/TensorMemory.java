package fastvsr.model.natives;

import fastvsr.model.ModelException;

/** Where tensors lie in the memory of their device. */
public final class TensorMemory {
    private TensorMemory() {
    }

    /**
     * The address of a tensor's first number; it stays as long as the tensor.
     *
     * @param tensor a pointer to an {@code at::Tensor}, which is what libtorch's C interface calls a handle
     * @throws ModelException ENGINE if libtorch does not say
     */
    public static long address(long tensor) {
        long[] address = new long[1];
        try {
            if (LibtorchApi.aoti_torch_get_data_ptr(tensor, address) != 0) {
                throw new ModelException(ModelException.Cause.ENGINE, "libtorch does not say where a tensor lies");
            }
        } catch (LinkageError missing) {
            throw new ModelException(ModelException.Cause.ENGINE, "libtorch is too old to say where tensors lie ("
                    + missing.getMessage() + "): use 2.2 or newer", missing);
        }
        return address[0];
    }
}
