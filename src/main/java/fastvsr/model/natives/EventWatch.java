package fastvsr.model.natives;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.OptionalLong;

/** Events of CUDA on the stream that libtorch computes on. */
final class EventWatch implements StopWatch {
    /** The functions of {@code cuda.h}, apart from those that kernels need. */
    private static final class Api {
        static {
            Native.register(Api.class, NativeLibrary.getInstance("libcuda.so.1"));
        }

        private Api() {
        }

        static native int cuEventCreate(PointerByReference event, int flags);
        static native int cuEventRecord(Pointer event, Pointer stream);
        static native int cuEventElapsedTime(FloatByReference millis, Pointer start, Pointer end);
        static native int cuEventDestroy_v2(Pointer event);
    }

    private static final int CU_EVENT_DEFAULT = 0;
    private static final double NANOS_PER_MILLI = 1e6;

    private final PrimaryContext context;
    private final Pointer start;
    private final Pointer end;
    private boolean isRecorded;

    private EventWatch(PrimaryContext context) {
        this.context = context;
        this.start = create();
        this.end = create();
    }

    /**
     * One for a GPU, whose context is current.
     *
     * @throws fastvsr.model.ModelException if the driver refuses
     * @throws LinkageError                 if the driver has no events
     */
    static EventWatch of(PrimaryContext context) {
        return context.within(() -> new EventWatch(context));
    }

    private static Pointer create() {
        PointerByReference event = new PointerByReference();
        CudaDriverApi.check(Api.cuEventCreate(event, CU_EVENT_DEFAULT), "making an event");
        return event.getValue();
    }

    @Override
    public void start() {
        isRecorded = isRecorded(start);
    }

    @Override
    public void stop() {
        isRecorded &= isRecorded(end);
    }

    private boolean isRecorded(Pointer event) {
        return context.within(() -> Api.cuEventRecord(event, CudaKernels.DEFAULT_STREAM) == 0);
    }

    @Override
    public OptionalLong nanos() {
        FloatByReference millis = new FloatByReference();
        boolean isKnown = isRecorded && context.within(() -> Api.cuEventElapsedTime(millis, start, end) == 0);
        return isKnown ? OptionalLong.of(Math.round(millis.getValue() * NANOS_PER_MILLI)) : OptionalLong.empty();
    }

    /** Frees the events, unless a GPU is lost. */
    @Override
    public void close() {
        if (!GpuLoss.isKnown()) {
            context.run(() -> {
                Api.cuEventDestroy_v2(start);
                Api.cuEventDestroy_v2(end);
            });
        }
    }
}
