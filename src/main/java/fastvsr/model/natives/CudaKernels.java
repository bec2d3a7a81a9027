package fastvsr.model.natives;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import fastvsr.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The kernels on an NVIDIA GPU, in the context and on the stream that libtorch computes on. */
public final class CudaKernels implements Kernels {
    /** The stream that waits for all that libtorch does, and that it waits for. */
    static final Pointer DEFAULT_STREAM = Pointer.NULL;

    // kernels stay loaded as long as the process, like those of libtorch
    private static final Map<Integer, CudaKernels> LOADED = new HashMap<>();

    private final PrimaryContext context;
    private final Pointer module;
    private final Map<String, Pointer> functions = new ConcurrentHashMap<>();

    private CudaKernels(PrimaryContext context, Pointer module) {
        this.context = context;
        this.module = module;
    }

    /**
     * The kernels on a device; the first call compiles them, which takes some seconds, or finds them compiled in the user's cache.
     *
     * @param device number of the GPU
     * @throws ModelException ENGINE if there is no compiler, or the driver refuses
     */
    public static synchronized CudaKernels on(int device) {
        if (!LOADED.containsKey(device)) {
            LOADED.put(device, load(device));
        }
        return LOADED.get(device);
    }

    private static CudaKernels load(int number) {
        PrimaryContext context = PrimaryContext.on(number);
        return context.within(() -> new CudaKernels(context, module(architecture(context.device()))));
    }

    private static String architecture(int device) {
        return "sm_" + attribute(device, CudaDriverApi.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(device, CudaDriverApi.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    private static int attribute(int device, int attribute) {
        IntByReference value = new IntByReference();
        CudaDriverApi.check(CudaDriverApi.cuDeviceGetAttribute(value, attribute, device), "asking what the GPU can do");
        return value.getValue();
    }

    private static Pointer module(String architecture) {
        KernelCache cache = KernelCache.ofUser(System.getenv());
        String source = source();
        return cache.find(source, architecture).flatMap(CudaKernels::loadKept).orElseGet(() -> {
            byte[] compiled = Nvrtc.find(LoadedLibraries.now()).compile(source, architecture);
            cache.keep(source, architecture, compiled);
            return load(compiled);
        });
    }

    /** Nothing if the file is broken, or the driver has become older than the compiler was. */
    private static Optional<Pointer> loadKept(byte[] compiled) {
        try {
            return Optional.of(load(compiled));
        } catch (ModelException unusable) {
            return Optional.empty();
        }
    }

    private static Pointer load(byte[] compiled) {
        PointerByReference module = new PointerByReference();
        try (Memory image = new Memory(compiled.length)) {
            image.write(0, compiled, 0, compiled.length);
            CudaDriverApi.check(CudaDriverApi.cuModuleLoadData(module, image), "loading the kernels");
        }
        return module.getValue();
    }

    /** The text of all kernels. */
    static String source() {
        try (InputStream in = CudaKernels.class.getResourceAsStream("/fastvsr/kernels.cu")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launch(String kernel, Grid grid, Object... arguments) {
        context.run(() -> {
            try (KernelArguments packed = KernelArguments.of(arguments)) {
                CudaDriverApi.check(CudaDriverApi.cuLaunchKernel(functions.computeIfAbsent(kernel, this::function), grid.across(),
                        grid.down(), grid.frames(), Grid.THREADS, 1, 1, 0, DEFAULT_STREAM, packed.pointers(), Pointer.NULL),
                        "the kernel " + kernel);
            }
        });
    }

    @Override
    public Optional<StopWatch> newStopWatch() {
        try {
            return Optional.of(EventWatch.of(context));
        } catch (ModelException | LinkageError without) {
            return Optional.empty();
        }
    }

    private Pointer function(String kernel) {
        PointerByReference function = new PointerByReference();
        CudaDriverApi.check(CudaDriverApi.cuModuleGetFunction(function, module, kernel), "looking for the kernel " + kernel);
        return function.getValue();
    }
}
