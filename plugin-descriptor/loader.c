/* Registers the element that PLUGIN_NAME.gstjava (in the folder of this library) describes, and gives its class and
 * its instances to a Java class. No JVM runs before the first instance. What goes wrong is kept as text and becomes
 * an element error on the way from NULL to READY: a plugin that fails earlier would be blacklisted by GStreamer.
 * A failure is a string to be freed, NULL means success; its first line is for people, the rest is for debugging. */
#include <dlfcn.h>
#include <glob.h>
#include <gst/gst.h>
#include <jni.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#define LIBJVM "lib/server/libjvm.so"

static GKeyFile *descriptor;
static char *folder;          /* of this library, symbolic links resolved */
static char *broken;          /* why no instance works in this process, or NULL */
static GMutex opening;        /* held while an instance is handed over */
static JavaVM *vm;
static jclass java;           /* the class that has adopted ours, or NULL */
static struct sigaction segv; /* the JVM's handler: its safepoints need it */
static GstStateChangeReturn (*next_change_state)(GstElement *, GstStateChange); /* GstElement's, later Java's */

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
    static const GDebugKey known[] = {
        {"readable", G_PARAM_READABLE}, {"writable", G_PARAM_WRITABLE}, {"controllable", GST_PARAM_CONTROLLABLE},
        {"mutable-ready", GST_PARAM_MUTABLE_READY}, {"mutable-paused", GST_PARAM_MUTABLE_PAUSED},
        {"mutable-playing", GST_PARAM_MUTABLE_PLAYING}};
    g_autofree char *words = text(group, "flags", "");
    return g_parse_debug_string(words, known, G_N_ELEMENTS(known)); /* also splits other lists than debug categories */
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

static GParamSpec *property(const char *group, const char *name)
{
    g_autofree char *type = text(group, "type", ""), *nick = text(group, "nick", name), *blurb = text(group, "blurb", "");
    g_autofree char *initial = text(group, "default", NULL), *values = text(group, "values", "");
    double low = number(group, "minimum", -G_MAXDOUBLE), high = number(group, "maximum", G_MAXDOUBLE);
    double value = CLAMP(number(group, "default", 0), low, high);
    GParamFlags flags = property_flags(group);
    GEnumValue *chosen = *values && initial ? g_enum_get_value_by_nick(enum_class(values), initial) : NULL;
    return g_str_equal(type, "string") ? g_param_spec_string(name, nick, blurb, initial, flags)
        : g_str_equal(type, "boolean") ? g_param_spec_boolean(name, nick, blurb, !g_strcmp0(initial, "true"), flags)
        : g_str_equal(type, "int") ? g_param_spec_int(name, nick, blurb, MAX(low, INT_MIN), MIN(high, INT_MAX), value, flags)
        : g_str_equal(type, "uint") ? g_param_spec_uint(name, nick, blurb, MAX(low, 0), MIN(high, UINT_MAX), value, flags)
        : g_str_equal(type, "double") ? g_param_spec_double(name, nick, blurb, low, high, value, flags)
        : g_str_equal(type, "structure") ? g_param_spec_boxed(name, nick, blurb, GST_TYPE_STRUCTURE, flags)
        : chosen ? g_param_spec_enum(name, nick, blurb, g_type_from_name(values), chosen->value, flags) : NULL;
}

static GstPadTemplate *pad_template(const char *group, const char *name)
{
    g_autofree char *direction = text(group, "direction", ""), *words = text(group, "caps", "");
    g_autoptr(GstCaps) caps = gst_caps_from_string(words);
    gboolean is_sink = g_str_equal(direction, "sink"), is_source = g_str_equal(direction, "src");
    if (!caps || is_sink == is_source)
        return NULL;
    return gst_pad_template_new(name, is_sink ? GST_PAD_SINK : GST_PAD_SRC, GST_PAD_ALWAYS, caps);
}

/* The first libjvm.so that is new enough, as far as the file `release` above it tells. JAVA_HOME is taken at its word;
 * without it, the `java` on the PATH comes before the usual folders. */
static char *find_java(char **library)
{
    const char *wish = g_getenv("JAVA_HOME") ? g_getenv("JAVA_HOME") : "";
    g_autofree char *program = g_find_program_in_path("java"), *remedy = text("java", "remedy", "");
    g_autofree char *real = realpath(*wish ? wish : program ? program : "/", NULL);
    g_autofree char *first = g_canonicalize_filename(*wish ? LIBJVM : "../../" LIBJVM, real ? real : "/");
    GString *failure = g_string_new(NULL);
    glob_t found = {0};
    glob(first, 0, NULL, &found);
    glob(*wish ? first : "/usr/lib/jvm/*/" LIBJVM, GLOB_APPEND, NULL, &found);
    g_string_printf(failure, "No fitting Java %s%s. %s.", *wish ? "in JAVA_HOME=" : "was found", wish, remedy);
    for (gsize i = 0; i < found.gl_pathc && !*library; i++) {
        g_autofree char *path = g_canonicalize_filename("../../../release", found.gl_pathv[i]), *release = NULL;
        const char *line = g_file_get_contents(path, &release, NULL, NULL) ? strstr(release, "JAVA_VERSION=\"") : NULL;
        double version = line ? g_ascii_strtod(strchr(line, '"') + 1, NULL) : G_MAXDOUBLE;
        g_string_append_printf(failure, "\n%s is of version %g", found.gl_pathv[i], version);
        *library = version < number("java", "version", 0) ? NULL : g_strdup(found.gl_pathv[i]);
    }
    globfree(&found);
    return g_string_free(failure, *library != NULL);
}

static void *create_jvm(void *arguments)
{
    jint (*create)(JavaVM **, void **, void *) = dlsym(RTLD_DEFAULT, "JNI_CreateJavaVM");
    void *env;
    jint result = create(&vm, &env, arguments);
    return GINT_TO_POINTER(result == JNI_OK ? (*vm)->DetachCurrentThread(vm) : result);
}

/* A thread of its own creates the JVM, because its stack becomes the one of Java's main thread. The JVM reads the locale
 * by setting it for the whole process, whose decimal points would be commas from then on. */
static char *start_jvm(const char *library, GStrv words)
{
    g_autofree JavaVMOption *options = g_new0(JavaVMOption, g_strv_length(words));
    g_autofree char *locale = g_strdup(setlocale(LC_ALL, NULL));
    JavaVMInitArgs arguments = {JNI_VERSION_9, 0, options, JNI_FALSE};
    if (!dlopen(library, RTLD_NOW | RTLD_GLOBAL))
        return g_strdup_printf("Java cannot be loaded.\n%s", dlerror());
    for (char **word = words + 1; *word; word++)
        options[arguments.nOptions++].optionString = *word;
    int error = GPOINTER_TO_INT(g_thread_join(g_thread_new("java-start", create_jvm, &arguments)));
    setlocale(LC_ALL, locale);
    return error ? g_strdup_printf("Java does not start.\n%s: JNI error %d", library, error) : NULL;
}

/* Starts the JVM with the descriptor's options and then the user's own. Those are tried in a process of their own first:
 * a wrong one makes JNI_CreateJavaVM exit the host. */
static char *start_java(const char *library)
{
    g_auto(GStrv) keys = g_key_file_get_keys(descriptor, "java options", NULL, NULL), words = NULL;
    g_autofree char *program = g_canonicalize_filename("../../../bin/java", library), *quoted = g_shell_quote(program);
    g_autofree char *variable = text("java", "options-variable", ""), *place = g_shell_quote(folder), *said = NULL;
    g_autoptr(GString) line = g_string_new(quoted);
    const char *own = g_getenv(variable) ? g_getenv(variable) : "";
    int status = 0;
    for (char **key = keys; key && *key; key++) {
        g_autofree char *option = text("java options", *key, "");
        g_string_append_printf(line, " %s", option);
    }
    g_string_replace(line, "@plugin@", place, 0);
    g_string_append_printf(line, " %s", own);
    g_autofree char *trial = g_strdup_printf("/bin/sh -c '\"$@\" 2>&1' - %s -version", line->str);
    if (*own && !(g_spawn_command_line_sync(trial, &said, NULL, &status, NULL) && g_spawn_check_wait_status(status, NULL)))
        return g_strdup_printf("Java refuses %s=\"%s\".\n%s", variable, own, said ? said : "It is not a list of words.");
    return g_shell_parse_argv(line->str, NULL, &words, NULL) ? start_jvm(library, words) : g_strdup("Broken Java options.");
}

/* Joins the JVM of a Java host, or starts one. */
static char *open_jvm(void)
{
    void *loaded = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
    jint (*created)(JavaVM **, jsize, jsize *) = loaded ? dlsym(loaded, "JNI_GetCreatedJavaVMs") : NULL;
    jsize running = 0;
    g_autofree char *library = NULL;
    gst_segtrap_set_enabled(FALSE); /* or each plugin loaded from now on would take the JVM's SIGSEGV handler away */
    if (created && created(&vm, 1, &running) == JNI_OK && running)
        return NULL;
    char *failure = find_java(&library);
    return failure ? failure : start_java(library);
}

/* The class from the class path, else (in a Java host) from our jar in a class loader that sees none of the host's. */
static jclass find_class(JNIEnv *env)
{
    g_autofree char *name = text("java", "class", ""), *path = g_strdelimit(g_strdup(name), ".", '/');
    g_autofree char *jar = text("java", "jar", ""), *file = g_build_filename(folder, jar, NULL);
    g_autofree char *uri = g_filename_to_uri(file, NULL, NULL);
    jclass found = (*env)->FindClass(env, path);
    if (found)
        return found;
    (*env)->ExceptionClear(env);
    jclass urls = (*env)->FindClass(env, "java/net/URL"), loaders = (*env)->FindClass(env, "java/net/URLClassLoader");
    jmethodID locate = (*env)->GetMethodID(env, urls, "<init>", "(Ljava/lang/String;)V");
    jmethodID open = (*env)->GetMethodID(env, loaders, "<init>", "([Ljava/net/URL;Ljava/lang/ClassLoader;)V");
    jmethodID load = (*env)->GetMethodID(env, loaders, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
    jobject url = (*env)->NewObject(env, urls, locate, (*env)->NewStringUTF(env, uri));
    jobject own = (*env)->NewObject(env, loaders, open, (*env)->NewObjectArray(env, 1, urls, url), (jobject) NULL);
    return (*env)->CallObjectMethod(env, own, load, (*env)->NewStringUTF(env, name));
}

/* Calls a Java method that takes an address and returns a failure, or an empty string. */
static char *call(JNIEnv *env, jclass type, const char *name, gpointer address)
{
    jmethodID id = type ? (*env)->GetStaticMethodID(env, type, name, "(J)Ljava/lang/String;") : NULL;
    jstring said = id ? (*env)->CallStaticObjectMethod(env, type, id, (jlong) (gintptr) address) : NULL;
    (*env)->ExceptionDescribe(env);
    const char *letters = said ? (*env)->GetStringUTFChars(env, said, NULL) : "Java cannot use the jar; stderr says why.";
    char *failure = *letters ? g_strdup(letters) : NULL;
    if (said)
        (*env)->ReleaseStringUTFChars(env, said, letters);
    return failure;
}

/* Without Java, properties can be set and keep their defaults. */
static void set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec) {}

static void get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
    g_param_value_set_default(spec, value);
}

static GstStateChangeReturn change_state(GstElement *element, GstStateChange change)
{
    g_auto(GStrv) lines = g_strsplit(broken ? broken : "", "\n", 2);
    struct sigaction now;
    sigaction(SIGSEGV, NULL, &now);
    if (change == GST_STATE_CHANGE_NULL_TO_READY && broken) {
        GST_ELEMENT_ERROR(element, LIBRARY, INIT, ("%s", lines[0]), ("%s", lines[1] ? lines[1] : ""));
        return GST_STATE_CHANGE_FAILURE;
    }
    if (change == GST_STATE_CHANGE_NULL_TO_READY && now.sa_sigaction != segv.sa_sigaction)
        GST_ELEMENT_WARNING(element, LIBRARY, INIT, ("Java's SIGSEGV handler was replaced; it must be the last."), (NULL));
    return next_change_state(element, change);
}

/* Our change_state stays in front of the one that Java puts into the class. */
static char *adopt(JNIEnv *env, GstElementClass *klass)
{
    jclass found = find_class(env);
    sigaction(SIGSEGV, NULL, &segv);
    char *failure = call(env, found, "adopt", klass);
    next_change_state = klass->change_state == change_state ? next_change_state : klass->change_state;
    klass->change_state = change_state;
    java = failure ? NULL : (*env)->NewGlobalRef(env, found);
    return failure;
}

/* The thread stays attached if it was. */
static char *hand_over(GstElement *element, GstElementClass *klass)
{
    JNIEnv *env;
    gboolean known = (*vm)->GetEnv(vm, (void **) &env, JNI_VERSION_9) == JNI_OK;
    if (!known && (*vm)->AttachCurrentThreadAsDaemon(vm, (void **) &env, NULL) != JNI_OK)
        return g_strdup("Java does not take this thread.");
    char *failure = java ? NULL : adopt(env, klass);
    failure = failure ? failure : call(env, java, "attach", element);
    if (!known)
        (*vm)->DetachCurrentThread(vm);
    return failure;
}

/* An instance without Java gets its pads here, so that a pipeline can be built and then says what is missing. */
static void instance_init(GTypeInstance *instance, gpointer klass)
{
    GstElement *element = GST_ELEMENT(instance);
    GList *each = gst_element_class_get_pad_template_list(klass);
    g_mutex_lock(&opening);
    broken = broken || vm ? broken : open_jvm();
    broken = broken ? broken : hand_over(element, klass);
    for (; broken && each; each = each->next)
        gst_element_add_pad(element, gst_pad_new_from_template(each->data, GST_PAD_TEMPLATE(each->data)->name_template));
    g_mutex_unlock(&opening);
}

static void class_init(gpointer klass, gpointer unused)
{
    g_auto(GStrv) groups = g_key_file_get_groups(descriptor, NULL);
    g_autofree char *title = text("element", "long-name", PLUGIN_NAME), *kind = text("element", "class", "Generic");
    g_autofree char *about = text("element", "description", title), *author = text("element", "author", "unknown");
    guint id = 0;
    next_change_state = GST_ELEMENT_CLASS(klass)->change_state;
    GST_ELEMENT_CLASS(klass)->change_state = change_state;
    G_OBJECT_CLASS(klass)->set_property = set_property;
    G_OBJECT_CLASS(klass)->get_property = get_property;
    gst_element_class_set_metadata(klass, title, kind, about, author);
    for (char **group = groups; *group; group++) {
        gboolean is_pad = g_str_has_prefix(*group, "pad "), is_property = g_str_has_prefix(*group, "property ");
        GstPadTemplate *pad = is_pad ? pad_template(*group, *group + strlen("pad ")) : NULL;
        GParamSpec *spec = is_property ? property(*group, *group + strlen("property ")) : NULL;
        if (pad)
            gst_element_class_add_pad_template(klass, pad);
        else if (spec)
            g_object_class_install_property(klass, ++id, spec);
        else if ((is_pad || is_property) && !broken)
            broken = g_strdup_printf("The group [%s] of %s/" PLUGIN_NAME ".gstjava makes no sense.", *group, folder);
    }
}

static gboolean plugin_init(GstPlugin *plugin)
{
    g_autofree char *real = realpath(gst_plugin_get_filename(plugin), NULL);
    g_autofree char *file = g_build_filename(folder = g_path_get_dirname(real), PLUGIN_NAME ".gstjava", NULL);
    g_autoptr(GError) error = NULL;
    descriptor = g_key_file_new();
    if (!g_key_file_load_from_file(descriptor, file, G_KEY_FILE_NONE, &error))
        broken = g_strdup_printf("%s cannot be read.\n%s", file, error->message);
    gst_plugin_add_dependency_simple(plugin, NULL, folder, PLUGIN_NAME ".gstjava", GST_PLUGIN_DEPENDENCY_FLAG_NONE);
    g_autofree char *type = text("element", "type", PLUGIN_NAME), *name = text("element", "name", PLUGIN_NAME);
    GType made = g_type_register_static_simple(GST_TYPE_ELEMENT, type, sizeof(GstElementClass), class_init,
                                               sizeof(GstElement), instance_init, 0);
    g_type_add_interface_static(made, GST_TYPE_PRESET, &(GInterfaceInfo) {NULL});
    gst_element_register(plugin, name, GST_RANK_NONE, made);
    return TRUE; /* FALSE would blacklist the plugin */
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, PLUGIN, "An element written in Java", plugin_init, PLUGIN_VERSION,
                  "Apache 2.0", PLUGIN_NAME, "https://gstreamer.freedesktop.org")
