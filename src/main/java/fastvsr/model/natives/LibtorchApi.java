package fastvsr.model.natives;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The function of libtorch's stable C interface that kernels need ({@code torch/csrc/inductor/aoti_torch/c/shim.h}). */
final class LibtorchApi {
    private static final String LIBRARY = "libtorch_cpu.so";

    static {
        Native.register(LibtorchApi.class, NativeLibrary.getInstance(
                LoadedLibraries.now().named(LIBRARY).map(Object::toString).orElse(LIBRARY)));
    }

    private LibtorchApi() {
    }

    static native int aoti_torch_get_data_ptr(long tensor, long[] address);
}
