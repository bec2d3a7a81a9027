package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The C functions that GStreamer calls; each finds its pad and catches everything.
 *
 * <p>They are made once and never freed, because GStreamer types live as long as the process.
 */
final class Callbacks {
    interface Chain extends Callback {
        int invoke(long pad, long parent, long buffer);
    }

    interface PadEvent extends Callback {
        int invoke(long pad, long parent, long event);
    }

    interface PadQuery extends Callback {
        int invoke(long pad, long parent, long query);
    }

    interface ActivateMode extends Callback {
        int invoke(long pad, long parent, int mode, int active);
    }

    interface Task extends Callback {
        void invoke(long pad);
    }

    @C("GST_PAD_MODE_PUSH") private static final int PUSH_MODE = 1;

    private record Connection(Pad pad, PadBehaviour behaviour) {
    }

    private static final Map<Long, Connection> CONNECTIONS = new ConcurrentHashMap<>();

    static final Chain CHAIN = keep((pad, parent, buffer) -> guard(pad, Flow.ERROR,
            () -> ((PadBehaviour.Sink) behaviour(pad)).receive(new Buffer(buffer))));
    static final PadEvent SINK_EVENT = keep((pad, parent, event) -> guard(pad, Flow.ERROR,
            () -> behaviour(pad).handle(new Event(event))));
    static final PadEvent SOURCE_EVENT = keep((pad, parent, event) -> guard(pad, 0,
            () -> behaviour(pad).handle(new Event(event)) == Flow.OK ? 1 : 0));
    static final PadQuery QUERY = keep((pad, parent, query) -> guard(pad, 0,
            () -> behaviour(pad).answer(new Query(query)) ? 1 : 0));
    static final ActivateMode ACTIVATE_MODE = keep((pad, parent, mode, active) -> guard(pad, 0,
            () -> mode == PUSH_MODE && behaviour(pad).activate(active != 0) ? 1 : 0));
    static final Task TASK = keep(pad -> guard(pad, 0, () -> {
        ((PadBehaviour.Source) behaviour(pad)).pushNext();
        return 1;
    }));

    private Callbacks() {
    }

    /** Streaming threads join the JVM once, as daemons: to join for every call costs twenty times as much. */
    static <T extends Callback> T keep(T callback) {
        Native.setCallbackThreadInitializer(callback, new CallbackThreadInitializer(true, false));
        return callback;
    }

    static void connect(Pad pad, PadBehaviour behaviour) {
        CONNECTIONS.put(pad.address(), new Connection(pad, behaviour));
    }

    /** Forgets the pads of an element that is gone. */
    static void disconnect(Element element) {
        CONNECTIONS.values().removeIf(connection -> connection.pad().element().equals(element));
    }

    private static PadBehaviour behaviour(long pad) {
        return CONNECTIONS.get(pad).behaviour();
    }

    /** The pad of an element that is gone does nothing: nobody is left to be told of it. */
    private static int guard(long pad, int onFailure, IntSupplier body) {
        var connection = CONNECTIONS.get(pad);
        return connection == null ? onFailure : guard(connection.pad().element(), onFailure, body);
    }

    /** Runs a callback's body; what it throws becomes an element error and {@code onFailure}. */
    static int guard(Element element, int onFailure, IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (Throwable failure) { // C code cannot take an exception: frames would vanish without a word
            element.postFailure(failure);
            return onFailure;
        }
    }
}
