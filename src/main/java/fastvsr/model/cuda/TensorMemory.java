package fastvsr.model.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import fastvsr.model.ModelException;

/**
 * Where tensors lie in the memory of their device.
 *
 * <p>Asks libtorch through its stable C functions ({@code torch/csrc/inductor/aoti_torch/c/shim.h}, torch 2.2 and newer), whose
 * handles are pointers to tensors, as DJL's are.
 */
public final class TensorMemory {
    private static final String LIBRARY = "libtorch_cpu.so";

    // libtorch is loaded when there is a tensor, and once per process
    private static Function getDataPtr;

    private TensorMemory() {
    }

    /**
     * The address of a tensor's first number; it stays as long as the tensor.
     *
     * @param tensor a pointer to an {@code at::Tensor}
     * @throws ModelException ENGINE if libtorch does not say
     */
    public static long address(long tensor) {
        PointerByReference address = new PointerByReference();
        int failure = function().invokeInt(new Object[] {new Pointer(tensor), address});
        if (failure != 0) {
            throw new ModelException(ModelException.Cause.ENGINE, "libtorch does not say where a tensor lies");
        }
        return Pointer.nativeValue(address.getValue());
    }

    private static synchronized Function function() {
        if (getDataPtr == null) {
            getDataPtr = find();
        }
        return getDataPtr;
    }

    private static Function find() {
        String library = LoadedLibraries.now().named(LIBRARY).orElseThrow(() -> new ModelException(
                ModelException.Cause.ENGINE, "no " + LIBRARY + " is loaded")).toString();
        try {
            return NativeLibrary.getInstance(library).getFunction("aoti_torch_get_data_ptr");
        } catch (UnsatisfiedLinkError missing) {
            throw new ModelException(ModelException.Cause.ENGINE, library + " is too old to say where tensors lie: use libtorch "
                    + "2.2 or newer", missing);
        }
    }
}
