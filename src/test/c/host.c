/* A host with signal handlers of its own. `host`: three elements in one process, then every handler is asked for.
 * `host threads`: eight threads make an element each at the same time. */
#include <gst/gst.h>
#include <signal.h>

static volatile sig_atomic_t caught;

static void count(int number)
{
    (void) number;
    caught++;
}

static void *live_and_die(void *unused)
{
    (void) unused;
    GstElement *element = gst_element_factory_make("fastvsr", NULL);
    gboolean ready = gst_element_set_state(element, GST_STATE_READY) == GST_STATE_CHANGE_SUCCESS;
    gst_element_set_state(element, GST_STATE_NULL);
    gst_object_unref(element);
    return GINT_TO_POINTER(ready);
}

static int in_threads(void)
{
    GThread *threads[8];
    int ready = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("maker", live_and_die, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        ready += GPOINTER_TO_INT(g_thread_join(threads[i]));
    g_print("%d ready\n", ready);
    return 0;
}

int main(int count_of_words, char **words)
{
    const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGUSR1};
    struct sigaction mine = {.sa_handler = count};
    int ready = 0;
    gst_init(&count_of_words, &words);
    if (count_of_words > 1)
        return in_threads();
    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &mine, NULL);
    for (int i = 0; i < 3; i++)
        ready += GPOINTER_TO_INT(live_and_die(NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
        raise(signals[i]);
    g_print("%d ready, %d signals caught\n", ready, caught);
    return 0;
}
