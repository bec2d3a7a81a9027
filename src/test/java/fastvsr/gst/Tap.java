package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Everything that reaches the pad behind an element, in the order of its arrival, with what that pad answers. */
public final class Tap implements AutoCloseable {
    /**
     * An event in words.
     *
     * @param type   GstEventType
     * @param seqnum its sequence number
     * @param text   its contents as GStreamer writes them; empty if it has none
     */
    public record Described(int type, int seqnum, String text) {
    }

    /** What arrived: a frame, or else an event. */
    public record Arrival(Optional<Rig.Output> frame, Optional<Described> event) {
        public boolean is(int type) {
            return event.filter(known -> known.type() == type).isPresent();
        }
    }

    interface Probe extends Callback {
        int invoke(long pad, long info, long data);
    }

    @C("offsetof(GstPadProbeInfo, type)") private static final int INFO_TYPE = 0;
    @C("offsetof(GstPadProbeInfo, data)") private static final int INFO_DATA = 16;
    @C("offsetof(GstPadProbeInfo, ABI.abi.flow_ret)") private static final int INFO_FLOW = 40;
    @C("GST_PAD_PROBE_TYPE_BUFFER") private static final int BUFFERS = 16;
    @C("GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM") private static final int EVENTS = 64;
    @C("GST_PAD_PROBE_TYPE_EVENT_FLUSH") private static final int FLUSHES = 256;
    @C("GST_PAD_PROBE_OK") private static final int PASS_ON = 1;
    @C("GST_PAD_PROBE_HANDLED") private static final int HANDLED = 4;

    static {
        Native.register(Tap.class, NativeLibrary.getInstance("libgstcheck-1.0.so.0"));
    }

    private final long pad;
    private final ToIntFunction<Rig.Output> answer;
    private final Probe probe = Callbacks.keep((probed, info, data) -> see(new Pointer(info)));
    private final List<Arrival> arrivals = new ArrayList<>();
    private Optional<Throwable> failure = Optional.empty();

    static native long gst_pad_get_peer(long pad);
    static native long gst_pad_add_probe(long pad, int mask, Callback probe, long data, long notify);
    static native long gst_event_get_structure(long event);
    static native long gst_structure_to_string(long structure);

    /**
     * Starts to listen.
     *
     * @param answer what the pad answers to a frame, a value of {@link Flow}
     */
    Tap(long sourcePad, ToIntFunction<Rig.Output> answer) {
        this.answer = answer;
        pad = gst_pad_get_peer(sourcePad);
        gst_pad_add_probe(pad, BUFFERS | EVENTS | FLUSHES, probe, 0, 0);
    }

    private int see(Pointer info) {
        long data = info.getLong(INFO_DATA);
        try {
            if ((info.getInt(INFO_TYPE) & BUFFERS) == 0) {
                note(new Arrival(Optional.empty(), Optional.of(describe(data))));
                return PASS_ON;
            }
            var frame = Rig.contents(data);
            note(new Arrival(Optional.of(frame), Optional.empty()));
            info.setInt(INFO_FLOW, answer.applyAsInt(frame));
        } catch (RuntimeException | Error thrown) { // the caller is C code
            failure = Optional.of(thrown);
        }
        Gst.gst_mini_object_unref(data);
        return HANDLED;
    }

    private synchronized void note(Arrival arrival) {
        arrivals.add(arrival);
        notifyAll();
    }

    /** Waits until what has arrived meets a condition; gives up after 20 seconds. */
    public synchronized void await(Predicate<List<Arrival>> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.test(arrivals) && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
        }
    }

    /** Takes out what has arrived. */
    public synchronized List<Arrival> take() {
        failure.ifPresent(thrown -> {
            throw new AssertionError("the tap failed", thrown);
        });
        var taken = List.copyOf(arrivals);
        arrivals.clear();
        return taken;
    }

    /** Describes an event, which stays the caller's. */
    public static Described describe(long event) {
        var fields = new Pointer(event);
        return new Described(fields.getInt(Layout.EVENT_TYPE), fields.getInt(Layout.EVENT_SEQNUM), text(event));
    }

    private static String text(long event) {
        long structure = gst_event_get_structure(event);
        if (structure == 0) {
            return "";
        }
        long text = gst_structure_to_string(structure);
        try {
            return new Pointer(text).getString(0, "UTF-8");
        } finally {
            Gst.g_free(text);
        }
    }

    @Override
    public void close() {
        Gst.gst_object_unref(pad);
    }
}
