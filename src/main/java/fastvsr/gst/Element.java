package fastvsr.gst;

import com.sun.jna.Pointer;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The GstElement that an element object belongs to; it outlives that object, so no reference is held.
 *
 * @param address of the GstElement
 */
public record Element(long address) {
    @C("GST_MESSAGE_ERROR") static final int ERROR = 2;
    @C("GST_MESSAGE_WARNING") static final int WARNING = 4;

    /** A pad made from the class's template of that name; it is to be given a behaviour next. */
    public Pad newPad(String name) {
        long template = Gst.gst_element_class_get_pad_template(elementClass(), name);
        if (template == 0) {
            throw new IllegalStateException("the plugin descriptor has no pad " + name);
        }
        return new Pad(this, Gst.gst_pad_new_from_template(template, name));
    }

    /** Address of the GstElementClass that this element is an instance of. */
    long elementClass() {
        return new Pointer(address).getLong(0);
    }

    /**
     * Posts an error on the bus.
     *
     * @param text   short, with the remedy, for whoever watches
     * @param detail for whoever debugs
     */
    public void postError(ErrorKind kind, String text, String detail) {
        post(ERROR, kind, text, detail, 0);
    }

    /** Posts a warning on the bus: the element goes on, but not as it was asked to; texts as for an error. */
    public void postWarning(ErrorKind kind, String text, String detail) {
        post(WARNING, kind, text, detail, 0);
    }

    /** Posts the error that upstream can no longer post, because its stream has already ended. */
    public void postFlowError(int flow) {
        var details = Structure.named("details");
        try (var value = new Value.Own(Value.INT)) {
            Gst.g_value_set_int(value.address(), flow);
            Gst.gst_structure_set_value(details.address(), "flow-return", value.address());
        }
        post(ERROR, ErrorKind.STREAM_FAILED, "Internal data stream error.",
                "streaming stopped, reason " + flow, details.address());
    }

    /** Posts what a callback or the worker did not expect. */
    public void postFailure(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        boolean isMemory = failure instanceof AllocationException;
        postError(isMemory ? ErrorKind.RESOURCE_NO_SPACE_LEFT : ErrorKind.LIBRARY_FAILED,
                isMemory ? failure.getMessage() : "fastvsr failed: " + failure, trace.toString());
    }

    private void post(int type, ErrorKind kind, String text, String detail, long details) {
        Gst.gst_element_message_full_with_details(address, type, kind.domain(), kind.code(), Gst.g_strdup(text),
                Gst.g_strdup(detail), "fastvsr", "fastvsr", 0, details);
    }

    /** Tells the application that the latency has to be computed again. */
    public void postLatencyChange() {
        Gst.gst_element_post_message(address, Gst.gst_message_new_latency(address));
    }

    /**
     * Tells the application how far something that takes long has come.
     *
     * @param code short name of what is done
     * @param text the same for whoever watches
     */
    public void postProgress(Progress progress, String code, String text) {
        Gst.gst_element_post_message(address, Gst.gst_message_new_progress(address, progress.type(), code, text));
    }

    /** Tells the application of a frame that came too late. */
    public void postQos(QosReport report) {
        Gst.gst_element_post_message(address, report.message(address));
    }

    /** Tells whoever watches a property that the element itself has changed it. */
    public void notifyOf(String property) {
        Gst.g_object_notify(address, property);
    }
}
