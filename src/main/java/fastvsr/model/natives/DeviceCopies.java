package fastvsr.model.natives;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * Copies between libtorch's memory on a GPU and memory that others have allocated there or on another GPU, in contexts of
 * their own ({@code cuMemcpyPeerAsync} of {@code cuda.h}).
 *
 * <p>For one thread; what others have allocated has been written before it is taken.
 */
public final class DeviceCopies implements AutoCloseable {
    private final PrimaryContext context;
    private final Pointer beside;

    private DeviceCopies(PrimaryContext context) {
        this.context = context;
        PointerByReference stream = new PointerByReference();
        context.run(() -> CudaDriverApi.check(CudaDriverApi.cuStreamCreate(stream, CudaDriverApi.CU_STREAM_NON_BLOCKING),
                "opening a stream"));
        this.beside = stream.getValue();
    }

    /**
     * Copies to and from one GPU.
     *
     * @param number of the GPU
     */
    public static DeviceCopies on(int number) {
        return new DeviceCopies(PrimaryContext.on(number));
    }

    /**
     * Starts to copy into libtorch's memory, beside all that libtorch computes.
     *
     * @param from where others keep something
     * @param to   where libtorch keeps it
     */
    public void take(long from, long to, long bytes) {
        context.run(() -> CudaDriverApi.check(CudaDriverApi.cuMemcpyPeerAsync(to, context.handle(), from, contextOf(from), bytes,
                beside), "taking a picture"));
    }

    /** Waits until all that was taken has arrived: it may be computed with, and where it came from may be written. */
    public void awaitTaken() {
        context.run(() -> CudaDriverApi.check(CudaDriverApi.cuStreamSynchronize(beside), "taking pictures"));
    }

    /** Copies out of libtorch's memory when all has been computed that libtorch was told to before; returns at once. */
    public void give(long from, long to, long bytes) {
        context.run(() -> CudaDriverApi.check(CudaDriverApi.cuMemcpyPeerAsync(to, contextOf(to), from, context.handle(), bytes,
                CudaKernels.DEFAULT_STREAM), "giving a picture"));
    }

    private static Pointer contextOf(long address) {
        PointerByReference context = new PointerByReference();
        CudaDriverApi.check(CudaDriverApi.cuPointerGetAttribute(context, CudaDriverApi.CU_POINTER_ATTRIBUTE_CONTEXT, address),
                "asking where a picture lies");
        return context.getValue();
    }

    /** Frees the stream, unless a GPU is lost. */
    @Override
    public void close() {
        if (GpuLoss.isKnown()) {
            return;
        }
        context.run(() -> CudaDriverApi.cuStreamDestroy_v2(beside));
    }
}
