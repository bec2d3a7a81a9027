/* Upscales a video four times in a C program: upscale IN OUT.mkv */
#include <gst/gst.h>

static int report(GstMessage *message)
{
    GError *error = NULL;
    gchar *details = NULL;

    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS)
        return 0;
    gst_message_parse_error(message, &error, &details);
    g_printerr("%s: %s\n", GST_OBJECT_NAME(message->src), error->message);
    g_clear_error(&error);
    g_free(details);
    return 1;
}

static void print_statistics(GstElement *fastvsr)
{
    GstStructure *stats = NULL;
    gchar *text;

    g_object_get(fastvsr, "stats", &stats, NULL);
    text = gst_structure_to_string(stats);
    g_print("%s\n", text);
    g_free(text);
    gst_structure_free(stats);
}

static int run(GstElement *pipeline)
{
    GstElement *fastvsr = gst_bin_get_by_name(GST_BIN(pipeline), "fastvsr");
    GstBus *bus = gst_element_get_bus(pipeline);
    GstMessage *message;
    int result;

    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    message = gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    result = report(message);
    if (result == 0)
        print_statistics(fastvsr);
    gst_element_set_state(pipeline, GST_STATE_NULL);

    gst_message_unref(message);
    gst_object_unref(bus);
    gst_object_unref(fastvsr);
    return result;
}

static void set_location(GstElement *pipeline, const char *element, const char *path)
{
    GstElement *file = gst_bin_get_by_name(GST_BIN(pipeline), element);

    g_object_set(file, "location", path, NULL);
    gst_object_unref(file);
}

int main(int argc, char **argv)
{
    GError *error = NULL;
    GstElement *pipeline;
    int result;

    gst_init(&argc, &argv);
    if (argc != 3) {
        g_printerr("usage: %s IN OUT.mkv\n", argv[0]);
        return 2;
    }
    pipeline = gst_parse_launch("filesrc name=in ! decodebin ! videoconvert ! fastvsr name=fastvsr model=nano "
                                "! videoconvert ! x264enc bitrate=8000 speed-preset=faster ! matroskamux ! filesink name=out", &error);
    if (error != NULL) {
        g_printerr("%s\n", error->message);
        return 1;
    }
    set_location(pipeline, "in", argv[1]);
    set_location(pipeline, "out", argv[2]);
    result = run(pipeline);
    gst_object_unref(pipeline);
    return result;
}
