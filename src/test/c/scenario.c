/* Plays a scenario: `scenario URI STEP...` runs playbin with fastvsr as its video filter and a sink that follows the
 * clock. A step is one word list:
 *   state NAME            sets a state and waits until it is reached
 *   seek RATE START STOP  flushing and accurate, in seconds, STOP may be -1; the position has to be right afterwards
 *   reach SECONDS         waits until that position is reached
 *   eos                   waits for the end of the stream
 * Anything that GStreamer calls critical ends the process. */
#include <gst/gst.h>
#include <stdio.h>
#include <string.h>

static const double TOLERANCE = 0.08; /* two frames */
static GstElement *playbin;
static GstBus *bus;
static double rate = 1;

static int fail(const char *step, const char *reason)
{
    g_printerr("%s: %s\n", step, reason);
    return 1;
}

/* Waits ten seconds for a message of the type; an error is reported. */
static gboolean await_message(GstMessageType type)
{
    GstMessage *message = gst_bus_timed_pop_filtered(bus, 10 * GST_SECOND, type | GST_MESSAGE_ERROR);
    gboolean found = message && GST_MESSAGE_TYPE(message) != GST_MESSAGE_ERROR;
    if (message && !found) {
        GError *error;
        gst_message_parse_error(message, &error, NULL);
        g_printerr("%s\n", error->message);
        g_clear_error(&error);
    }
    if (message)
        gst_message_unref(message);
    return found;
}

static double position(void)
{
    gint64 now = -1;
    gst_element_query_position(playbin, GST_FORMAT_TIME, &now);
    return now < 0 ? -1 : now / (double) GST_SECOND;
}

static int set_state(const char *step, const char *name)
{
    GstState wanted = !strcmp(name, "playing") ? GST_STATE_PLAYING : !strcmp(name, "paused") ? GST_STATE_PAUSED
        : !strcmp(name, "ready") ? GST_STATE_READY : GST_STATE_NULL;
    if (gst_element_set_state(playbin, wanted) == GST_STATE_CHANGE_FAILURE)
        return fail(step, "the state change fails");
    return gst_element_get_state(playbin, NULL, NULL, 20 * GST_SECOND) == GST_STATE_CHANGE_SUCCESS
        ? 0 : fail(step, "the state is not reached");
}

static int seek(const char *step, double new_rate, double start, double stop)
{
    gint64 to = stop < 0 ? -1 : (gint64) (stop * GST_SECOND);
    double wanted = new_rate > 0 ? start : stop;
    rate = new_rate;
    gst_bus_set_flushing(bus, TRUE);
    gst_bus_set_flushing(bus, FALSE);
    if (!gst_element_seek(playbin, rate, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                          GST_SEEK_TYPE_SET, (gint64) (start * GST_SECOND), GST_SEEK_TYPE_SET, to))
        return fail(step, "the seek is refused");
    if (!await_message(GST_MESSAGE_ASYNC_DONE))
        return fail(step, "the seek does not finish");
    /* while it plays, the position runs on */
    double away = (position() - wanted) * (rate > 0 ? 1 : -1);
    return away > -TOLERANCE && away < 1 ? 0 : fail(step, "the position is wrong after the seek");
}

static gboolean has_error(void)
{
    GstMessage *message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    if (message)
        gst_message_unref(message);
    return message != NULL;
}

static int reach(const char *step, double wanted)
{
    for (int i = 0; i < 2000; i++) {
        double now = position();
        if (now >= 0 && (rate > 0 ? now >= wanted : now <= wanted))
            return 0;
        if (has_error())
            return fail(step, "an error came first");
        g_usleep(10000);
    }
    return fail(step, "the position is never reached");
}

static int play(const char *step)
{
    char name[16];
    double a, b, c;
    if (sscanf(step, "state %15s", name) == 1)
        return set_state(step, name);
    if (sscanf(step, "seek %lf %lf %lf", &a, &b, &c) == 3)
        return seek(step, a, b, c);
    if (sscanf(step, "reach %lf", &a) == 1)
        return reach(step, a);
    if (!strcmp(step, "eos"))
        return await_message(GST_MESSAGE_EOS) ? 0 : fail(step, "the stream does not end");
    return fail(step, "no such step");
}

int main(int words, char **word)
{
    int result = 0;
    gst_init(&words, &word);
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
    gchar *line = g_strdup_printf("playbin uri=%s video-filter=\"fastvsr group-length=4\" "
                                  "video-sink=\"fakesink sync=true\" audio-sink=fakesink", word[1]);
    playbin = gst_parse_launch(line, NULL);
    bus = gst_element_get_bus(playbin);
    for (int i = 2; i < words && !result; i++)
        result = play(word[i]);
    gst_element_set_state(playbin, GST_STATE_NULL);
    gst_object_unref(bus);
    gst_object_unref(playbin);
    g_free(line);
    gst_deinit();
    return result;
}
