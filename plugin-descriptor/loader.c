/* Registers the element that PLUGIN_NAME.gstjava (in the folder of this library) describes, and gives its class and
 * its instances to a Java class. No JVM runs before the first instance. What goes wrong is kept as text and becomes
 * an element error on the way from NULL to READY: a plugin that fails earlier would be blacklisted by GStreamer.
 * A failure is a string to be freed, NULL means success; its first line is for people, the rest is for debugging. */
#include <dlfcn.h>
#include <glob.h>
#include <gst/gst.h>
#include <jni.h>
#include <signal.h>
#include <stdlib.h>

static GKeyFile *descriptor;
static char *folder;          /* of this library, symbolic links resolved */
static char *broken;          /* why no instance can work in this process, or NULL */
static GMutex opening;        /* held while an instance is handed over */
static JavaVM *vm;
static jclass java;           /* the class that has adopted ours, or NULL */
static struct sigaction segv; /* the JVM's handler: its safepoints need it */
static GstElementClass next;  /* the functions behind our guards: GstElement's, then the ones that Java has put there */

/* ---- reading the descriptor ---- */

static char *text(const char *group, const char *key, const char *otherwise)
{
    char *found = g_key_file_get_string(descriptor, group, key, NULL);
    return found ? found : g_strdup(otherwise);
}

static double number(const char *group, const char *key, double otherwise)
{
    g_autofree char *found = text(group, key, NULL);
    return found ? g_ascii_strtod(found, NULL) : otherwise;
}

static GParamFlags property_flags(const char *group)
{
    static const struct { const char *name; int flag; } known[] = {
        {"readable", G_PARAM_READABLE}, {"writable", G_PARAM_WRITABLE}, {"controllable", GST_PARAM_CONTROLLABLE},
        {"mutable-ready", GST_PARAM_MUTABLE_READY}, {"mutable-paused", GST_PARAM_MUTABLE_PAUSED},
        {"mutable-playing", GST_PARAM_MUTABLE_PLAYING}};
    g_autofree char *words = text(group, "flags", "");
    int flags = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        flags |= strstr(words, known[i].name) ? known[i].flag : 0;
    return flags;
}

/* The enum type NAME of the group [enum NAME]: its keys are the values, their texts say what each one does. */
static GEnumClass *enum_class(const char *name)
{
    g_autofree char *group = g_strdup_printf("enum %s", name);
    gsize count = 0;
    g_auto(GStrv) keys = g_key_file_get_keys(descriptor, group, &count, NULL);
    GEnumValue *values = g_new0(GEnumValue, count + 1); /* GObject keeps it */
    for (gsize i = 0; i < count; i++)
        values[i] = (GEnumValue) {i, text(group, keys[i], ""), g_strdup(keys[i])};
    return g_type_class_ref(g_enum_register_static(name, values));
}

/* NULL if the descriptor makes no sense. */
static GParamSpec *property(const char *group, const char *name)
{
    g_autofree char *type = text(group, "type", ""), *nick = text(group, "nick", name), *blurb = text(group, "blurb", "");
    g_autofree char *initial = text(group, "default", NULL), *values = text(group, "values", "");
    double low = number(group, "minimum", -G_MAXDOUBLE), high = number(group, "maximum", G_MAXDOUBLE);
    double value = CLAMP(number(group, "default", 0), low, high);
    GParamFlags flags = property_flags(group);
    if (g_str_equal(type, "string"))
        return g_param_spec_string(name, nick, blurb, initial, flags);
    if (g_str_equal(type, "boolean"))
        return g_param_spec_boolean(name, nick, blurb, !g_strcmp0(initial, "true"), flags);
    if (g_str_equal(type, "int"))
        return g_param_spec_int(name, nick, blurb, MAX(low, G_MININT), MIN(high, G_MAXINT), value, flags);
    if (g_str_equal(type, "uint"))
        return g_param_spec_uint(name, nick, blurb, MAX(low, 0), MIN(high, G_MAXUINT), value, flags);
    if (g_str_equal(type, "double"))
        return g_param_spec_double(name, nick, blurb, low, high, value, flags);
    if (g_str_equal(type, "structure"))
        return g_param_spec_boxed(name, nick, blurb, GST_TYPE_STRUCTURE, flags);
    GEnumClass *chosen = g_str_equal(type, "enum") ? enum_class(values) : NULL;
    GEnumValue *first = chosen && initial ? g_enum_get_value_by_nick(chosen, initial) : NULL;
    return first ? g_param_spec_enum(name, nick, blurb, G_TYPE_FROM_CLASS(chosen), first->value, flags) : NULL;
}

/* NULL if the descriptor makes no sense. */
static GstPadTemplate *pad_template(const char *group, const char *name)
{
    g_autofree char *direction = text(group, "direction", ""), *words = text(group, "caps", "");
    g_autoptr(GstCaps) caps = gst_caps_from_string(words);
    if (!caps || !(g_str_equal(direction, "sink") || g_str_equal(direction, "src")))
        return NULL;
    GST_MINI_OBJECT_FLAG_SET(caps, GST_MINI_OBJECT_FLAG_MAY_BE_LEAKED);
    return gst_pad_template_new(name, g_str_equal(direction, "src") ? GST_PAD_SRC : GST_PAD_SINK, GST_PAD_ALWAYS, caps);
}

/* ---- opening the JVM ---- */

/* What the file `release` in a Java folder says, like 17; 0 if it says nothing. */
static double java_version(const char *home)
{
    g_autofree char *path = g_build_filename(home, "release", NULL), *release = NULL;
    const char *line = g_file_get_contents(path, &release, NULL, NULL) ? strstr(release, "JAVA_VERSION=\"") : NULL;
    return line ? g_ascii_strtod(strchr(line, '"') + 1, NULL) : 0;
}

/* The first folder with a libjvm.so that is new enough. JAVA_HOME is taken at its word; without it, the folder of the
 * `java` on the PATH comes before the usual ones. */
static char *find_java(char **home, char **library)
{
    g_autofree char *program = g_find_program_in_path("java"), *real = program ? realpath(program, NULL) : NULL;
    g_autofree char *bin = g_path_get_dirname(real ? real : "/"), *above = g_path_get_dirname(bin);
    g_autofree char *remedy = text("java", "remedy", "");
    g_autoptr(GString) failure = g_string_new(NULL);
    const char *wish = g_getenv("JAVA_HOME");
    glob_t found = {0};
    glob(wish ? wish : above, GLOB_NOCHECK, NULL, &found);
    if (!wish)
        glob("/usr/lib/jvm/*", GLOB_APPEND, NULL, &found);
    g_string_printf(failure, "No fitting Java %s%s. %s.", wish ? "in JAVA_HOME=" : "was found", wish ? wish : "", remedy);
    for (gsize i = 0; i < found.gl_pathc; i++) {
        double version = java_version(*home = found.gl_pathv[i]);
        *library = g_build_filename(*home, "lib/server/libjvm.so", NULL);
        gboolean exists = g_file_test(*library, G_FILE_TEST_EXISTS);
        if (exists && (!version || version >= number("java", "version", 0)))
            return NULL; /* the list of folders lives as long as the JVM */
        g_string_append_printf(failure, "\n%s: version %g, %s", *library, version, exists ? "exists" : "missing");
    }
    return g_string_free(g_steal_pointer(&failure), FALSE);
}

/* `java` with the descriptor's options and then the user's own. Those are tried in a process of their own first: a wrong
 * one makes JNI_CreateJavaVM exit the host. */
static char *java_command(const char *home, GStrv *words)
{
    g_auto(GStrv) keys = g_key_file_get_keys(descriptor, "java options", NULL, NULL);
    g_autofree char *variable = text("java", "options-variable", ""), *out = NULL, *err = NULL;
    g_autofree char *place = g_shell_quote(folder), *program = g_shell_quote(home);
    g_autoptr(GString) line = g_string_append(g_string_new(program), "/bin/java");
    g_autoptr(GError) error = NULL;
    const char *own = g_getenv(variable);
    int status = 0;
    for (char **key = keys; key && *key; key++) {
        g_autofree char *option = text("java options", *key, "");
        g_string_append_printf(line, " %s", option);
    }
    g_string_replace(line, "@plugin@", place, 0);
    g_string_append_printf(line, " %s", own ? own : "");
    if (g_shell_parse_argv(line->str, NULL, words, &error)
            && (!own || (g_spawn_command_line_sync(g_string_append(line, " -version")->str, &out, &err, &status, &error)
                         && g_spawn_check_wait_status(status, &error))))
        return NULL;
    return g_strdup_printf("Java refuses %s=\"%s\".\n%s\n%s%s", variable, own, error->message, out ? out : "", err ? err : "");
}

typedef struct { jint (*create)(JavaVM **, void **, void *); JavaVMInitArgs arguments; jint result; } Start;

static void *create_jvm(void *data)
{
    Start *start = data;
    void *env;
    start->result = start->create(&vm, &env, &start->arguments);
    return start->result == JNI_OK ? (void *) (gintptr) (*vm)->DetachCurrentThread(vm) : NULL;
}

/* A thread of its own creates the JVM, which takes the thread's stack for its main thread's. */
static char *start_jvm(const char *library, GStrv words)
{
    g_autofree JavaVMOption *options = g_new0(JavaVMOption, g_strv_length(words));
    void *handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL);
    Start start = {handle ? dlsym(handle, "JNI_CreateJavaVM") : NULL, {JNI_VERSION_9, 0, options, JNI_FALSE}, JNI_ERR};
    struct sigaction child;
    if (!start.create)
        return g_strdup_printf("Java cannot be loaded.\n%s", dlerror());
    for (char **word = words + 1; *word; word++)
        options[start.arguments.nOptions++].optionString = *word;
    sigaction(SIGCHLD, NULL, &child);
    g_thread_join(g_thread_new("java-start", create_jvm, &start));
    sigaction(SIGCHLD, &child, NULL);
    return start.result == JNI_OK ? NULL : g_strdup_printf("Java does not start.\n%s: JNI error %d", library, start.result);
}

/* Joins the JVM of a Java host, or starts one. */
static char *open_jvm(void)
{
    void *loaded = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
    jint (*created)(JavaVM **, jsize, jsize *) = loaded ? dlsym(loaded, "JNI_GetCreatedJavaVMs") : NULL;
    jsize running = 0;
    char *home = NULL, *library = NULL, *failure = NULL;
    g_auto(GStrv) words = NULL;
    gst_segtrap_set_enabled(FALSE); /* or each plugin loaded from now on would take the JVM's SIGSEGV handler away */
    if (!created || created(&vm, 1, &running) != JNI_OK || !running)
        (void) ((failure = find_java(&home, &library)) || (failure = java_command(home, &words))
                || (failure = start_jvm(library, words)));
    sigaction(SIGSEGV, NULL, &segv);
    return failure;
}

/* ---- handing over to Java ---- */

static jobject make(JNIEnv *env, const char *name, const char *signature, jobject first, jobject second)
{
    jclass type = (*env)->FindClass(env, name);
    return (*env)->NewObject(env, type, (*env)->GetMethodID(env, type, "<init>", signature), first, second);
}

static jmethodID method(JNIEnv *env, jobject object, const char *name, const char *signature)
{
    return (*env)->GetMethodID(env, (*env)->GetObjectClass(env, object), name, signature);
}

/* The exception that waits in this thread as text with its stack trace; it is cleared. */
static char *thrown(JNIEnv *env)
{
    jthrowable problem = (*env)->ExceptionOccurred(env);
    if (!problem)
        return NULL;
    (*env)->ExceptionClear(env);
    jobject writer = make(env, "java/io/StringWriter", "()V", NULL, NULL);
    jobject printer = make(env, "java/io/PrintWriter", "(Ljava/io/Writer;)V", writer, NULL);
    (*env)->CallVoidMethod(env, problem, method(env, problem, "printStackTrace", "(Ljava/io/PrintWriter;)V"), printer);
    jstring trace = (*env)->CallObjectMethod(env, writer, method(env, writer, "toString", "()Ljava/lang/String;"));
    const char *letters = (*env)->GetStringUTFChars(env, trace, NULL);
    char *failure = g_strdup(letters);
    (*env)->ReleaseStringUTFChars(env, trace, letters);
    return failure;
}

/* The class from the class path, else (in a Java host) from our jar in a class loader that sees none of the host's. */
static jclass find_class(JNIEnv *env)
{
    g_autofree char *name = text("java", "class", ""), *jar = text("java", "jar", "");
    g_autofree char *file = g_build_filename(folder, jar, NULL), *uri = g_filename_to_uri(file, NULL, NULL);
    jclass found = (*env)->FindClass(env, g_strdelimit(name, ".", '/'));
    if (found)
        return found;
    (*env)->ExceptionClear(env);
    jobject url = make(env, "java/net/URL", "(Ljava/lang/String;)V", (*env)->NewStringUTF(env, uri), NULL);
    jobjectArray urls = (*env)->NewObjectArray(env, 1, (*env)->GetObjectClass(env, url), url);
    jclass loaders = (*env)->FindClass(env, "java/lang/ClassLoader");
    jobject platform = (*env)->CallStaticObjectMethod(env, loaders, (*env)->GetStaticMethodID(
            env, loaders, "getPlatformClassLoader", "()Ljava/lang/ClassLoader;"));
    jobject own = make(env, "java/net/URLClassLoader", "([Ljava/net/URL;Ljava/lang/ClassLoader;)V", urls, platform);
    return (*env)->CallObjectMethod(env, own, method(env, own, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;"),
                                    (*env)->NewStringUTF(env, g_strdelimit(name, "/", '.')));
}

static char *call(JNIEnv *env, jclass type, const char *name, gpointer handle)
{
    jmethodID id = (*env)->GetStaticMethodID(env, type, name, "(J)V");
    if (id)
        (*env)->CallStaticVoidMethod(env, type, id, (jlong) (gintptr) handle);
    return thrown(env);
}

/* ---- the element ---- */

static const char *failure_of(void *element)
{
    return g_object_get_data(element, "failure");
}

static void set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
    if (!failure_of(object) && ((GObjectClass *) &next)->set_property)
        ((GObjectClass *) &next)->set_property(object, id, value, spec);
}

static void get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
    if (failure_of(object) || !((GObjectClass *) &next)->get_property)
        g_param_value_set_default(spec, value);
    else
        ((GObjectClass *) &next)->get_property(object, id, value, spec);
}

static GstStateChangeReturn change_state(GstElement *element, GstStateChange change)
{
    g_auto(GStrv) failure = g_strsplit(failure_of(element) ? failure_of(element) : "", "\n", 2);
    struct sigaction now;
    sigaction(SIGSEGV, NULL, &now);
    if (change == GST_STATE_CHANGE_NULL_TO_READY && *failure) {
        GST_ELEMENT_ERROR(element, LIBRARY, INIT, ("%s", *failure), ("%s", failure[1] ? failure[1] : ""));
        return GST_STATE_CHANGE_FAILURE;
    }
    if (change == GST_STATE_CHANGE_NULL_TO_READY && now.sa_sigaction != segv.sa_sigaction)
        GST_ELEMENT_WARNING(element, LIBRARY, INIT, ("The host has replaced Java's SIGSEGV handler; Java may hang or crash. "
                            "Install such a handler before the first instance of this element."), (NULL));
    return next.change_state(element, change);
}

/* Guards stand before Java's functions for the sake of instances that Java does not know. */
#define GUARD(klass, behind, name) ((klass)->name != name ? (behind)->name = (klass)->name, (klass)->name = name : name)

static void put_guards(GstElementClass *klass)
{
    GUARD(klass, &next, change_state);
    GUARD(G_OBJECT_CLASS(klass), (GObjectClass *) &next, set_property);
    GUARD(G_OBJECT_CLASS(klass), (GObjectClass *) &next, get_property);
}

static char *adopt(JNIEnv *env, GstElementClass *klass)
{
    jclass found = find_class(env);
    char *failure = found ? call(env, found, "adopt", klass) : thrown(env);
    put_guards(klass);
    if (!failure)
        java = (*env)->NewGlobalRef(env, found);
    return failure;
}

/* The thread stays attached if it was. */
static char *hand_over(GstElement *element, GstElementClass *klass)
{
    JNIEnv *env;
    gboolean known = (*vm)->GetEnv(vm, (void **) &env, JNI_VERSION_9) == JNI_OK;
    if (!known && (*vm)->AttachCurrentThreadAsDaemon(vm, (void **) &env, NULL) != JNI_OK)
        return g_strdup("Java does not take this thread.");
    (*env)->PushLocalFrame(env, 16);
    if (!java)
        broken = adopt(env, klass);
    char *failure = broken ? g_strdup(broken) : call(env, java, "attach", element);
    (*env)->PopLocalFrame(env, NULL);
    if (!known)
        (*vm)->DetachCurrentThread(vm);
    return failure;
}

/* An instance without Java gets its pads here, so that a pipeline can be built and then says what is missing. */
static void instance_init(GTypeInstance *instance, gpointer klass)
{
    GstElement *element = GST_ELEMENT(instance);
    g_mutex_lock(&opening);
    char *failure = broken ? g_strdup(broken) : vm ? NULL : open_jvm();
    failure = failure ? failure : hand_over(element, klass);
    g_mutex_unlock(&opening);
    if (!failure)
        return;
    g_object_set_data_full(G_OBJECT(element), "failure", failure, g_free);
    for (GList *each = gst_element_class_get_pad_template_list(klass); each && element->numpads < 2; each = each->next)
        gst_element_add_pad(element, gst_pad_new_from_template(each->data, GST_PAD_TEMPLATE_NAME_TEMPLATE(each->data)));
}

static void class_init(gpointer klass, gpointer data)
{
    g_auto(GStrv) groups = g_key_file_get_groups(descriptor, NULL);
    g_autofree char *name = text("element", "long-name", data), *kind = text("element", "class", "Generic");
    g_autofree char *about = text("element", "description", data), *author = text("element", "author", "unknown");
    guint id = 0;
    put_guards(klass);
    gst_element_class_set_metadata(klass, name, kind, about, author);
    for (char **group = groups; *group; group++) {
        gboolean is_pad = g_str_has_prefix(*group, "pad "), is_property = g_str_has_prefix(*group, "property ");
        gpointer made = is_pad ? (gpointer) pad_template(*group, *group + strlen("pad "))
                      : is_property ? property(*group, *group + strlen("property ")) : NULL;
        if (made && is_pad)
            gst_element_class_add_pad_template(klass, made);
        else if (made)
            g_object_class_install_property(klass, ++id, made);
        else if ((is_pad || is_property) && !broken)
            broken = g_strdup_printf("The group [%s] of %s/" PLUGIN_NAME ".gstjava makes no sense.", *group, folder);
    }
}

static gboolean plugin_init(GstPlugin *plugin)
{
    g_autofree char *real = realpath(gst_plugin_get_filename(plugin), NULL), *file = NULL;
    g_autoptr(GError) error = NULL;
    folder = g_path_get_dirname(real);
    file = g_build_filename(folder, PLUGIN_NAME ".gstjava", NULL);
    descriptor = g_key_file_new();
    if (!g_key_file_load_from_file(descriptor, file, G_KEY_FILE_NONE, &error))
        broken = g_strdup_printf("%s cannot be read.\n%s", file, error->message);
    gst_plugin_add_dependency_simple(plugin, NULL, folder, PLUGIN_NAME ".gstjava", GST_PLUGIN_DEPENDENCY_FLAG_NONE);
    g_autofree char *type = text("element", "type", PLUGIN_NAME), *name = text("element", "name", PLUGIN_NAME);
    const GTypeInfo info = {.class_size = sizeof(GstElementClass), .instance_size = sizeof(GstElement),
                            .class_init = class_init, .class_data = g_strdup(name), .instance_init = instance_init};
    gst_element_register(plugin, name, GST_RANK_NONE, g_type_register_static(GST_TYPE_ELEMENT, type, &info, 0));
    return TRUE;
}

#define PACKAGE PLUGIN_NAME
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, PLUGIN, "An element written in Java", plugin_init, PLUGIN_VERSION,
                  "Apache 2.0", PLUGIN_NAME, "https://gstreamer.freedesktop.org")
