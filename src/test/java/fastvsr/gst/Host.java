package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The GStreamer functions that only tests need, by their C names, and an element type registered without the loader. */
public final class Host {
    static {
        Native.register(Host.class, NativeLibrary.getInstance("libgstcheck-1.0.so.0"));
        gst_segtrap_set_enabled(0);
        gst_init(0, 0);
    }

    interface Init extends Callback {
        void invoke(long target, long data);
    }

    private static final int READABLE = 1;
    private static final int WRITABLE = 2;

    private Host() {
    }

    static native void gst_init(long argc, long argv);
    static native void gst_segtrap_set_enabled(int enabled);
    static native long g_type_register_static(long parent, String name, long info, int flags);
    static native int gst_element_register(long plugin, String name, int rank, long type);
    static native void gst_element_class_set_metadata(long klass, String name, String klassification, String text,
            String author);
    static native void gst_element_class_add_pad_template(long klass, long template);
    static native long gst_pad_template_new(String name, int direction, int presence, long caps);
    static native long gst_caps_from_string(String caps);
    static native long gst_structure_get_type();
    static native void g_object_class_install_property(long klass, int id, long spec);
    static native long g_param_spec_string(String name, String nick, String blurb, String value, int flags);
    static native long g_param_spec_int(String name, String nick, String blurb, int min, int max, int value, int flags);
    static native long g_param_spec_uint(String name, String nick, String blurb, int min, int max, int value, int flags);
    static native long g_enum_register_static(String name, long values);
    static native long g_param_spec_double(String name, String nick, String blurb, double min, double max, double value,
            int flags);
    static native long g_param_spec_enum(String name, String nick, String blurb, long type, int value, int flags);
    static native long g_param_spec_boxed(String name, String nick, String blurb, long type, int flags);

    static native long gst_element_factory_make(String factory, String name);
    static native void gst_util_set_object_arg(long object, String name, String value);
    static native int gst_element_set_state(long element, int state);
    static native int gst_element_get_state(long element, long state, long pending, long timeout);
    static native long gst_parse_launch(String description, long error);
    static native long gst_bin_get_by_name(long bin, String name);
    static native long gst_element_get_bus(long element);
    static native long gst_bus_timed_pop_filtered(long bus, long timeout, int types);
    static native void gst_message_parse_error(long message, long error, long debug);
    static native void gst_message_parse_warning(long message, long error, long debug);
    static native void gst_message_parse_qos(long message, long live, long running, long stream, long timestamp, long duration);
    static native void gst_message_parse_qos_values(long message, long jitter, long proportion, long quality);
    static native void gst_message_parse_qos_stats(long message, long format, long processed, long dropped);
    static native void gst_message_parse_progress(long message, long type, long code, long text);
    static native long gst_value_serialize(long value);

    static native long gst_harness_new_with_element(long element, String sink, String source);
    static native void gst_harness_set_src_caps_str(long harness, String caps);
    static native void gst_harness_set_sink_caps_str(long harness, String caps);
    static native void gst_harness_teardown(long harness);
    static native void gst_harness_set_propose_allocator(long harness, long allocator, long params);
    static native int gst_harness_push(long harness, long buffer);
    static native long gst_harness_create_buffer(long harness, long bytes);
    static native int gst_harness_push_event(long harness, long event);
    static native long gst_harness_pull(long harness);
    static native long gst_harness_try_pull(long harness);
    static native long gst_harness_pull_event(long harness);
    static native long gst_harness_try_pull_event(long harness);
    static native int gst_harness_buffers_received(long harness);
    static native int gst_harness_push_upstream_event(long harness, long event);
    static native void gst_harness_set_live(long harness, int live);
    static native long gst_harness_query_latency(long harness);
    static native void gst_harness_set_drop_buffers(long harness, int drop);
    static native long gst_buffer_new_allocate(long allocator, long size, long params);
    static native long gst_buffer_fill(long buffer, long offset, Pointer bytes, long size);
    static native long gst_buffer_extract(long buffer, long offset, Pointer bytes, long size);
    static native long gst_event_new_qos(int type, double proportion, long difference, long timestamp);
    static native long gst_event_new_latency(long nanos);
    static native long gst_event_new_navigation(long structure);
    static native long gst_structure_from_string(String text, long end);
    static native long gst_event_get_structure(long event);
    static native long gst_structure_to_string(long structure);
    static native int gst_element_seek(long element, double rate, int format, int flags, int startType, long start,
            int stopType, long stop);
    static native long gst_pad_add_probe(long pad, int mask, Callback callback, long data, long notify);
    static native long gst_harness_pull_upstream_event(long harness);
    static native long gst_harness_try_pull_upstream_event(long harness);
    static native long gst_event_new_flush_start();
    static native long gst_event_new_flush_stop(int reset);
    static native long gst_event_new_tag(long tags);
    static native long gst_tag_list_new_from_string(String text);
    static native long gst_event_new_stream_start(String id);
    static native long gst_event_new_gap(long time, long duration);
    static native long gst_event_new_reconfigure();
    static native long gst_event_new_segment(long segment);
    static native long gst_segment_new();
    static native void gst_segment_init(long segment, int format);
    static native void gst_segment_free(long segment);
    static native long gst_bus_new();
    static native void gst_bus_set_flushing(long bus, int flushing);
    static native void gst_element_set_bus(long element, long bus);
    static native long gst_element_get_static_pad(long element, String name);
    static native long gst_pad_query_caps(long pad, long filter);
    static native int gst_pad_set_active(long pad, int active);
    static native int gst_pad_get_task_state(long pad);
    static native int gst_pad_query(long pad, long query);
    static native long gst_query_new_drain();

    private static final List<Memory> KEPT = new ArrayList<>();
    private static long instanceType;

    private static LongConsumer attach = element -> { };
    private static LongConsumer adopt = elementClass -> { };

    private static final Init CLASS_INIT = Callbacks.keep((klass, data) -> describe(klass));
    private static final Init INSTANCE_INIT = Callbacks.keep((element, klass) -> attach.accept(element));

    /** Registers the factory {@code name} once for this process, with the descriptor's pads and properties. */
    public static synchronized void register(String name, LongConsumer adoptClass, LongConsumer attachInstance) {
        attach = attachInstance;
        adopt = adoptClass;
        if (instanceType != 0) {
            return;
        }
        try (var info = new Memory(72)) {
            info.clear();
            info.setShort(0, (short) Layout.ELEMENT_CLASS_SIZE);
            info.setPointer(24, com.sun.jna.CallbackReference.getFunctionPointer(CLASS_INIT));
            info.setShort(48, (short) Layout.ELEMENT_SIZE);
            info.setPointer(56, com.sun.jna.CallbackReference.getFunctionPointer(INSTANCE_INIT));
            instanceType = g_type_register_static(Gst.gst_element_get_type(), "TestedFastVsr",
                    Pointer.nativeValue(info), 0);
        }
        gst_element_register(0, name, 0, instanceType);
    }

    /** Caps as GStreamer writes them. */
    public static Caps caps(String text) {
        return new Caps(gst_caps_from_string(text));
    }

    /** An event that announces caps. */
    public static Event capsEvent(Caps caps) {
        return new Event(Gst.gst_event_new_caps(caps.address()));
    }

    /** An element that is not started, for tests of its parts. */
    public static Element element(String factory) {
        return new Element(gst_element_factory_make(factory, null));
    }

    /** A source pad like an element's, active and linked to nobody. */
    public static Pad activePad(Element element) {
        var pad = element.newPad("src");
        gst_pad_set_active(pad.address(), 1);
        return pad;
    }

    public static void free(Pad pad) {
        gst_pad_set_active(pad.address(), 0);
        Gst.gst_object_unref(pad.address());
    }

    public static void free(Element element) {
        Gst.gst_object_unref(element.address());
    }

    /** Bytes of a picture with the default strides. */
    public static int pictureBytes(String format, int width, int height) {
        String text = "video/x-raw,framerate=25/1,format=" + format + ",width=" + width + ",height=" + height;
        try (var caps = caps(text)) {
            return (int) VideoInfo.of(caps).orElseThrow().bytes();
        }
    }

    private static void describe(long klass) {
        gst_element_class_set_metadata(klass, "tested", "Filter/Effect/Video", "tested", "tested");
        template(klass, "src", 1);
        template(klass, "sink", 2);
        adopt.accept(klass);
        int flags = READABLE | WRITABLE;
        g_object_class_install_property(klass, 1, g_param_spec_string("model", "m", "m", "nano", flags));
        g_object_class_install_property(klass, 2, g_param_spec_string("device", "d", "d", "auto", flags));
        g_object_class_install_property(klass, 3, g_param_spec_uint("group-length", "g", "g", 1, 64, 8, flags));
        g_object_class_install_property(klass, 4, g_param_spec_enum("late-policy", "l", "l",
                enumType("TestedLatePolicy", "drop", "cheap", "wait"), 1, flags));
        g_object_class_install_property(klass, 5, g_param_spec_double("scale", "s", "s", 1, 4, 4, flags));
        g_object_class_install_property(klass, 6,
                g_param_spec_boxed("stats", "s", "s", gst_structure_get_type(), READABLE));
        g_object_class_install_property(klass, 7, g_param_spec_int("cuda-device-id", "c", "c", -1, 99, -1, READABLE));
    }

    private static long enumType(String name, String... nicks) {
        var values = new Memory(24L * (nicks.length + 1)); // GObject keeps it: int value, char *name, char *nick
        values.clear();
        for (int i = 0; i < nicks.length; i++) {
            values.setInt(24L * i, i);
            values.setLong(24L * i + 8, Gst.g_strdup(nicks[i]));
            values.setLong(24L * i + 16, Gst.g_strdup(nicks[i]));
        }
        KEPT.add(values);
        return g_enum_register_static(name, Pointer.nativeValue(values));
    }

    private static void template(long klass, String name, int direction) {
        long owned = gst_caps_from_string(described("pad " + name, "caps"));
        gst_element_class_add_pad_template(klass, gst_pad_template_new(name, direction, 0, owned));
        Gst.gst_mini_object_unref(owned);
    }

    /** What the plugin descriptor says under a key of a group. */
    private static String described(String group, String key) {
        try (var lines = Files.lines(Path.of("plugin-descriptor/fastvsr.gstjava"))) {
            return lines.dropWhile(line -> !line.equals("[" + group + "]")).filter(line -> line.startsWith(key + "="))
                    .findFirst().orElseThrow().substring(key.length() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The formats of raw video that the element takes, as the plugin descriptor lists them. */
    public static List<String> formats() {
        return Pattern.compile("\\{ ([^}]*) }").matcher(described("pad sink", "caps")).results()
                .flatMap(list -> Stream.of(list.group(1).split(", "))).distinct().toList();
    }
}
