package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** The virtual functions of the element's GstElementClass. */
public final class ElementClass {
    interface Property extends Callback {
        void invoke(long object, int id, long value, long spec);
    }

    interface Finalize extends Callback {
        void invoke(long object);
    }

    interface ChangeState extends Callback {
        int invoke(long element, int transition);
    }

    interface SetContext extends Callback {
        void invoke(long element, long context);
    }

    @C("GST_STATE_CHANGE_FAILURE") static final int FAILURE = 0;
    @C("GST_STATE_CHANGE_NULL_TO_READY") static final int NULL_TO_READY = 10;
    @C("GST_STATE_CHANGE_READY_TO_NULL") static final int READY_TO_NULL = 17;
    @C("GST_STATE_CHANGE_READY_TO_PAUSED") static final int READY_TO_PAUSED = 19;
    @C("GST_STATE_CHANGE_PAUSED_TO_READY") static final int PAUSED_TO_READY = 26;

    private static final Map<Long, ElementBehaviour> BEHAVIOURS = new ConcurrentHashMap<>();

    private static final Property SET_PROPERTY = Callbacks.keep((object, id, value, spec) ->
            guard(object, () -> BEHAVIOURS.get(object).setProperty(id, new Value(value))));
    private static final Property GET_PROPERTY = Callbacks.keep((object, id, value, spec) ->
            guard(object, () -> BEHAVIOURS.get(object).getProperty(id, new Value(value))));
    private static final Finalize FINALIZE = Callbacks.keep(object -> guard(object, () -> forget(object)));
    private static final ChangeState CHANGE_STATE = Callbacks.keep((element, transition) ->
            Callbacks.guard(new Element(element), FAILURE, () -> changeState(element, transition)));

    private static final SetContext SET_CONTEXT = Callbacks.keep((element, context) ->
            guard(element, () -> setContext(element, context)));

    private ElementClass() {
    }

    /** Writes the functions into the class; GObject's own are called through the parent class. */
    public static void adopt(long elementClass) {
        var target = new Pointer(elementClass);
        target.setPointer(Layout.CLASS_SET_PROPERTY, CallbackReference.getFunctionPointer(SET_PROPERTY));
        target.setPointer(Layout.CLASS_GET_PROPERTY, CallbackReference.getFunctionPointer(GET_PROPERTY));
        target.setPointer(Layout.CLASS_FINALIZE, CallbackReference.getFunctionPointer(FINALIZE));
        target.setPointer(Layout.CLASS_CHANGE_STATE, CallbackReference.getFunctionPointer(CHANGE_STATE));
        target.setPointer(Layout.CLASS_SET_CONTEXT, CallbackReference.getFunctionPointer(SET_CONTEXT));
    }

    /** Lets a behaviour act for an element of an adopted class until that is finalized. */
    public static void attach(Element element, ElementBehaviour behaviour) {
        BEHAVIOURS.put(element.address(), behaviour);
    }

    private static void forget(long element) {
        BEHAVIOURS.remove(element);
        Callbacks.disconnect(new Element(element));
        parentFunction(element, Layout.CLASS_FINALIZE).invokeVoid(new Object[] {element});
    }

    private static void setContext(long element, long context) {
        BEHAVIOURS.get(element).hearContext(context);
        parentFunction(element, Layout.CLASS_SET_CONTEXT).invokeVoid(new Object[] {element, context});
    }

    private static int changeState(long element, int transition) {
        var behaviour = BEHAVIOURS.get(element);
        switch (transition) {
            case NULL_TO_READY -> behaviour.prepare();
            case READY_TO_NULL -> behaviour.settle();
            default -> { }
        }
        if (transition == READY_TO_PAUSED && !behaviour.start()) {
            return FAILURE;
        }
        int result = parentFunction(element, Layout.CLASS_CHANGE_STATE)
                .invokeInt(new Object[] {element, transition});
        boolean hasFailedToStart = transition == READY_TO_PAUSED && result == FAILURE;
        if (transition == PAUSED_TO_READY || hasFailedToStart) {
            behaviour.stop();
        }
        return result;
    }

    private static Function parentFunction(long element, int offset) {
        long parent = Gst.g_type_class_peek_parent(new Element(element).elementClass());
        return Function.getFunction(new Pointer(parent).getPointer(offset));
    }

    private static void guard(long object, Runnable body) {
        IntSupplier returningNothing = () -> {
            body.run();
            return 0;
        };
        Callbacks.guard(new Element(object), 0, returningNothing);
    }
}
