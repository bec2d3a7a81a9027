package fastvsr.gst;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/**
 * The functions of GLib, GObject and GStreamer that the element needs, by their C names.
 *
 * <p>Pointers, {@code gsize}, {@code GType} and 64-bit integers are {@code long}; enums, {@code guint} and
 * {@code gboolean} are {@code int}; texts are UTF-8, whatever the locale. One library handle resolves them all, because
 * libgstvideo depends on the others.
 */
final class Gst {
    static {
        Native.register(Gst.class, NativeLibrary.getInstance("libgstvideo-1.0.so.0", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
        Layout.check();
    }

    private Gst() {
    }

    // GLib and GObject
    static native void g_free(long pointer);
    static native long g_strdup(String text);
    static native int g_quark_from_string(String text);
    static native int g_setenv(String name, String value, int overwrite);
    static native void g_object_get_property(long object, String name, long value);
    static native void g_object_notify(long object, String property);
    static native void g_type_query(long type, long query);
    static native long g_type_class_peek_parent(long klass);
    static native long g_value_init(long value, long type);
    static native void g_value_unset(long value);
    static native int g_value_get_int(long value);
    static native void g_value_set_int(long value, int x);
    static native int g_value_get_uint(long value);
    static native void g_value_set_uint(long value, int x);
    static native void g_value_set_uint64(long value, long x);
    static native double g_value_get_double(long value);
    static native void g_value_set_double(long value, double x);
    static native int g_value_get_enum(long value);
    static native void g_value_set_enum(long value, int x);
    static native long g_value_get_string(long value);
    static native void g_value_set_string(long value, String text);
    static native void g_value_take_boxed(long value, long boxed);

    // Types
    static native long gst_element_get_type();
    static native long gst_pad_get_type();
    static native long gst_int_range_get_type();
    static native long gst_value_list_get_type();
    static native long gst_fraction_get_type();
    static native long gst_video_meta_api_get_type();
    static native long gst_video_crop_meta_api_get_type();

    // Objects and mini objects
    static native long gst_object_ref(long object);
    static native void gst_object_unref(long object);
    static native long gst_mini_object_ref(long object);
    static native long gst_mini_object_make_writable(long object);
    static native void gst_mini_object_unref(long object);

    // Element
    static native int gst_element_add_pad(long element, long pad);
    static native long gst_element_class_get_pad_template(long klass, String name);
    static native int gst_element_post_message(long element, long message);
    static native int gst_context_has_context_type(long context, String type);
    static native long gst_message_new_latency(long source);
    static native long gst_message_new_qos(long source, int live, long running, long stream, long timestamp, long duration);
    static native void gst_message_set_qos_values(long message, long jitter, double proportion, int quality);
    static native void gst_message_set_qos_stats(long message, int format, long processed, long dropped);
    static native long gst_message_new_progress(long source, int type, String code, String text);
    static native void gst_element_message_full_with_details(long element, int type, int domain, int code, long text,
            long debug, String file, String function, int line, long details);
    static native int gst_core_error_quark();
    static native int gst_library_error_quark();
    static native int gst_resource_error_quark();
    static native int gst_stream_error_quark();

    // Pad
    static native long gst_pad_new_from_template(long template, String name);
    static native long gst_pad_get_pad_template_caps(long pad);
    static native void gst_pad_set_chain_function_full(long pad, Callback function, long data, long notify);
    static native void gst_pad_set_event_function_full(long pad, Callback function, long data, long notify);
    static native void gst_pad_set_event_full_function_full(long pad, Callback function, long data, long notify);
    static native void gst_pad_set_query_function_full(long pad, Callback function, long data, long notify);
    static native void gst_pad_set_activatemode_function_full(long pad, Callback function, long data, long notify);
    static native int gst_pad_push(long pad, long buffer);
    static native int gst_pad_push_event(long pad, long event);
    static native int gst_pad_event_default(long pad, long parent, long event);
    static native int gst_pad_store_sticky_event(long pad, long event);
    static native int gst_pad_query_default(long pad, long parent, long query);
    static native int gst_pad_peer_query(long pad, long query);
    static native long gst_pad_get_current_caps(long pad);
    static native long gst_pad_peer_query_caps(long pad, long filter);
    static native int gst_pad_is_active(long pad);
    static native int gst_pad_start_task(long pad, Callback function, long data, long notify);
    static native int gst_pad_pause_task(long pad);
    static native int gst_pad_stop_task(long pad);
    static native int gst_pad_check_reconfigure(long pad);

    // Caps, structures and their values
    static native long gst_caps_new_any();
    static native long gst_caps_new_empty();
    static native long gst_caps_to_string(long caps);
    static native long gst_caps_copy_nth(long caps, int index);
    static native long gst_caps_fixate(long caps);
    static native int gst_caps_get_size(long caps);
    static native long gst_caps_get_structure(long caps, int index);
    static native long gst_caps_get_features(long caps, int index);
    static native long gst_caps_features_copy(long features);
    static native long gst_caps_features_from_string(String features);
    static native int gst_caps_features_contains(long features, String feature);
    static native void gst_caps_append_structure_full(long caps, long structure, long features);
    static native long gst_caps_merge_structure_full(long caps, long structure, long features);
    static native long gst_caps_intersect_full(long a, long b, int mode);
    static native int gst_caps_is_equal(long a, long b);
    static native int gst_caps_is_empty(long caps);
    static native int gst_caps_is_any(long caps);
    static native long gst_structure_new_empty(String name);
    static native void gst_structure_remove_field(long structure, String field);
    static native int gst_structure_has_field(long structure, String field);
    static native int gst_structure_get_fraction(long structure, String field, long numerator, long denominator);
    static native int gst_structure_fixate_field_nearest_int(long structure, String field, int target);
    static native int gst_structure_fixate_field_nearest_fraction(long structure, String field, int numerator,
            int denominator);
    static native long gst_structure_copy(long structure);
    static native void gst_structure_free(long structure);
    static native String gst_structure_get_string(long structure, String field);
    static native int gst_structure_get_double(long structure, String field, long number);
    static native long gst_structure_get_value(long structure, String field);
    static native void gst_structure_set_value(long structure, String field, long value);
    static native int gst_value_get_int_range_min(long value);
    static native int gst_value_get_int_range_max(long value);
    static native void gst_value_set_int_range(long value, int from, int to);
    static native void gst_value_set_fraction(long value, int numerator, int denominator);
    static native int gst_value_list_get_size(long value);
    static native long gst_value_list_get_value(long value, int index);
    static native void gst_value_list_append_value(long value, long item);

    // Events and queries
    static native void gst_event_parse_caps(long event, long caps);
    static native long gst_event_new_caps(long caps);
    static native long gst_event_new_eos();
    static native long gst_event_new_reconfigure();
    static native void gst_event_set_seqnum(long event, int seqnum);
    static native void gst_event_parse_qos(long event, long type, long proportion, long difference, long timestamp);
    static native long gst_event_writable_structure(long event);
    static native void gst_event_parse_latency(long event, long latency);
    static native void gst_event_copy_segment(long event, long segment);
    static native void gst_segment_init(long segment, int format);
    static native long gst_segment_to_running_time(long segment, int format, long position);
    static native long gst_segment_to_stream_time(long segment, int format, long position);
    static native long gst_query_new_latency();
    static native void gst_query_parse_caps(long query, long filter);
    static native void gst_query_set_caps_result(long query, long caps);
    static native void gst_query_parse_latency(long query, long live, long min, long max);
    static native void gst_query_set_latency(long query, int live, long min, long max);
    static native long gst_query_new_allocation(long caps, int needPool);
    static native void gst_query_parse_allocation(long query, long caps, long needPool);
    static native void gst_query_add_allocation_pool(long query, long pool, int size, int min, int max);
    static native int gst_query_get_n_allocation_pools(long query);
    static native void gst_query_parse_nth_allocation_pool(long query, int index, long pool, long size, long min,
            long max);
    static native int gst_query_get_n_allocation_params(long query);
    static native void gst_query_parse_nth_allocation_param(long query, int index, long allocator, long params);
    static native void gst_query_add_allocation_meta(long query, long api, long params);
    static native int gst_query_find_allocation_meta(long query, long api, long index);

    // Buffers, pools and pictures
    static native int gst_buffer_copy_into(long to, long from, int flags, long offset, long size);
    static native long gst_buffer_get_meta(long buffer, long api);
    static native long gst_buffer_iterate_meta(long buffer, long state);
    static native int gst_meta_api_type_has_tag(long api, int tag);
    static native int gst_video_meta_transform_scale_get_quark();
    static native long gst_buffer_get_size(long buffer);
    static native int gst_buffer_n_memory(long buffer);
    static native long gst_buffer_peek_memory(long buffer, int index);
    static native long gst_buffer_copy_deep(long buffer);
    static native long gst_buffer_new_wrapped_full(int flags, long data, long maxSize, long offset, long size, long userData,
            Callback notify);
    static native long gst_video_buffer_pool_new();
    static native long gst_buffer_pool_get_config(long pool);
    static native int gst_buffer_pool_set_config(long pool, long config);
    static native void gst_buffer_pool_config_set_params(long config, long caps, int size, int min, int max);
    static native void gst_buffer_pool_config_set_allocator(long config, long allocator, long params);
    static native void gst_buffer_pool_config_add_option(long config, String option);
    static native int gst_buffer_pool_set_active(long pool, int active);
    static native void gst_buffer_pool_set_flushing(long pool, int flushing);
    static native int gst_buffer_pool_acquire_buffer(long pool, long buffer, long params);
    static native int gst_video_info_from_caps(long info, long caps);
    static native int gst_video_info_is_equal(long info, long other);
    static native int gst_video_frame_map(long frame, long info, long buffer, int flags);
    static native void gst_video_frame_unmap(long frame);
    static native int gst_video_frame_copy(long to, long from);
    static native long gst_video_converter_new(long from, long to, long config);
    static native void gst_video_converter_frame(long converter, long from, long to);
    static native void gst_video_converter_free(long converter);
    static native int gst_video_chroma_site_from_string(String name);
    static native int gst_video_color_matrix_get_Kr_Kb(int matrix, long kr, long kb);

    // Debug log
    static native long _gst_debug_category_new(String name, int color, String description);
    static native int gst_debug_category_get_threshold(long category);
    static native void gst_debug_log_literal(long category, int level, String file, String function, int line,
            long object, String message);
}
