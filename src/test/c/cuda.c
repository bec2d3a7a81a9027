/* A stand-in for NVIDIA's driver (libcuda.so.1, and libnvcuvid.so.1 without any codec): what GStreamer 1.22 and the element
 * call of it, for machines without a GPU. The GPU's memory is the host's, at addresses that nobody but this file can use.
 * Calls that a driver would refuse are refused: memory of another context, freed memory, no current context. Copies on
 * streams are made when somebody waits for the stream, those on the default stream at once.
 * At the end of the process it says on standard error what is left. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>

typedef uint64_t address;
enum { REFUSED = 1, NO_DEVICE = 101, NO_CONTEXT = 201, PITCH = 512, DEEP = 64, MOST = 4096 };
static const address FAR = 1ull << 60;

typedef struct { address start; size_t size; void *context; } piece;
typedef struct { address to, from; size_t size; } copy;
typedef struct { copy copies[MOST]; int count; } stream;
typedef struct {
    size_t from_x, from_y; int from_type; const void *from_host; address from_device; void *from_array; size_t from_pitch;
    size_t to_x, to_y; int to_type; void *to_host; address to_device; void *to_array; size_t to_pitch;
    size_t width, height;
} copy_2d; /* CUDA_MEMCPY2D */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static piece pieces[MOST];
static int contexts, made, refused;
static int primary;
static __thread void *current[DEEP];
static __thread int depth;

static int refuse(const char *why)
{
    fprintf(stderr, "cuda: refused: %s\n", why);
    refused++;
    return REFUSED;
}

/* The piece that holds some bytes, or NULL. */
static piece *find(address at, size_t size)
{
    for (int i = 0; i < MOST; i++)
        if (pieces[i].start && at >= pieces[i].start && at + size <= pieces[i].start + pieces[i].size)
            return &pieces[i];
    return NULL;
}

static void *context(void) { return depth ? current[depth - 1] : NULL; }
static void *reach(address at) { return (void *) (at >= FAR ? at - FAR : at); }

__attribute__((destructor)) static void report(void)
{
    int left = 0;
    for (int i = 0; i < MOST; i++)
        left += pieces[i].start != 0;
    if (made) /* not in processes that only look */
        fprintf(stderr, "cuda: %d contexts and %d pieces of memory are left, %d contexts were made, %d calls were refused\n",
                contexts, left, made, refused);
}

/* One, unless CUDA_STANDINS says how many. */
static int gpus(void) { return getenv("CUDA_STANDINS") ? atoi(getenv("CUDA_STANDINS")) : 1; }

int cuInit(int flags) { return 0; }
int cuDriverGetVersion(int *version) { return *version = 12000, 0; }
int cuGetErrorName(int error, const char **text) { return *text = "REFUSED", 0; }
int cuGetErrorString(int error, const char **text) { return *text = "the stand-in refuses", 0; }
int cuDeviceGetCount(int *count) { return *count = gpus(), 0; }
int cuDeviceGet(int *device, int number) { return *device = number, number < gpus() ? 0 : NO_DEVICE; }
int cuDeviceGetName(char *name, int size, int device) { return snprintf(name, size, "stand-in"), 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) { return *value = attribute == 14 ? PITCH : 5, 0; }
int cuDeviceCanAccessPeer(int *can, int device, int other) { return *can = 0, 0; }
int cuDevicePrimaryCtxRetain(void **retained, int device) { return *retained = &primary, 0; }
int cuCtxEnablePeerAccess(void *peer, int flags) { return REFUSED; }
int cuCtxDisablePeerAccess(void *peer) { return REFUSED; }
int cuCtxPushCurrent_v2(void *pushed) { return depth < DEEP ? current[depth++] = pushed, 0 : refuse("too deep"); }
int cuCtxPopCurrent_v2(void **popped)
{
    if (!depth)
        return refuse("no context to pop");
    depth--;
    if (popped)
        *popped = current[depth];
    return 0;
}
int cuCtxCreate_v2(void **created, int flags, int device)
{
    __atomic_add_fetch(&contexts, 1, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&made, 1, __ATOMIC_SEQ_CST);
    *created = malloc(1);
    return cuCtxPushCurrent_v2(*created);
}
int cuCtxDestroy_v2(void *destroyed) { return __atomic_sub_fetch(&contexts, 1, __ATOMIC_SEQ_CST), 0; }

int cuMemAlloc_v2(address *at, size_t size)
{
    if (!context())
        return NO_CONTEXT;
    pthread_mutex_lock(&lock);
    int free = 0;
    while (pieces[free].start)
        free++;
    void *memory = malloc(size);
    memset(memory, 0x55, size);
    pieces[free] = (piece) {FAR + (address) memory, size, context()};
    *at = pieces[free].start;
    pthread_mutex_unlock(&lock);
    return 0;
}
int cuMemAllocPitch_v2(address *at, size_t *pitch, size_t width, size_t height, unsigned unit)
{
    *pitch = (width + PITCH - 1) / PITCH * PITCH;
    return cuMemAlloc_v2(at, *pitch * height);
}
int cuMemFree_v2(address at)
{
    pthread_mutex_lock(&lock);
    piece *known = find(at, 1);
    if (known) {
        free(reach(known->start));
        known->start = 0;
    }
    pthread_mutex_unlock(&lock);
    return known ? 0 : refuse("freed twice");
}
int cuMemAllocHost_v2(void **memory, size_t size) { return *memory = malloc(size), 0; }
int cuMemFreeHost(void *memory) { return free(memory), 0; }
int cuPointerGetAttribute(void **value, int attribute, address at)
{
    piece *known = find(at, 1);
    *value = known ? known->context : NULL;
    return known && attribute == 1 ? 0 : refuse("not the GPU's memory");
}

static int copy_rows(const copy_2d *what)
{
    enum { HOST = 1 };
    size_t from_size = what->from_pitch * (what->height - 1) + what->width, to_size = what->to_pitch * (what->height - 1) + what->width;
    if (!context())
        return NO_CONTEXT;
    piece *from = what->from_type == HOST ? NULL : find(what->from_device, from_size);
    piece *to = what->to_type == HOST ? NULL : find(what->to_device, to_size);
    if ((what->from_type != HOST && (!from || from->context != context())) || (what->to_type != HOST && (!to || to->context != context())))
        return refuse("rows of another context");
    for (size_t y = 0; y < what->height; y++)
        memcpy((char *) (to ? reach(what->to_device) : what->to_host) + y * what->to_pitch,
               (const char *) (from ? reach(what->from_device) : what->from_host) + y * what->from_pitch, what->width);
    return 0;
}
int cuMemcpy2D_v2(const copy_2d *what) { return copy_rows(what); }
int cuMemcpy2DAsync_v2(const copy_2d *what, void *queue) { return copy_rows(what); }

/* libtorch's memory is in the primary context; a test's own memory stands for it. */
static int belongs(address at, size_t size, void *to)
{
    piece *known = find(at, size);
    return to == &primary ? !known && at < FAR : known && known->context == to;
}
int cuMemcpyPeerAsync(address to, void *to_context, address from, void *from_context, size_t size, stream *queue)
{
    if (!context())
        return NO_CONTEXT;
    if (!belongs(to, size, to_context) || !belongs(from, size, from_context))
        return refuse("memory that does not belong to its context");
    if (queue)
        queue->copies[queue->count++] = (copy) {to, from, size};
    else
        memcpy(reach(to), reach(from), size);
    return 0;
}
int cuStreamCreate(stream **queue, int flags) { return *queue = calloc(1, sizeof(stream)), 0; }
int cuStreamSynchronize(stream *queue)
{
    for (int i = 0; queue && i < queue->count; i++)
        memcpy(reach(queue->copies[i].to), reach(queue->copies[i].from), queue->copies[i].size);
    if (queue)
        queue->count = 0;
    return 0;
}
int cuStreamDestroy(stream *queue) { return free(queue), 0; }
int cuStreamDestroy_v2(stream *queue) { return free(queue), 0; }

#define UNUSED(name) int name(void) { return refuse(#name); }
UNUSED(cuGraphicsMapResources) UNUSED(cuGraphicsUnmapResources) UNUSED(cuGraphicsUnregisterResource)
UNUSED(cuGraphicsResourceSetMapFlags_v2) UNUSED(cuGraphicsSubResourceGetMappedArray)
UNUSED(cuGraphicsResourceGetMappedPointer_v2) UNUSED(cuGraphicsGLRegisterImage) UNUSED(cuGraphicsGLRegisterBuffer)
UNUSED(cuGLGetDevices_v2) UNUSED(cuModuleLoadData) UNUSED(cuModuleUnload) UNUSED(cuModuleGetFunction)
UNUSED(cuTexObjectCreate) UNUSED(cuTexObjectDestroy) UNUSED(cuLaunchKernel)
UNUSED(cuvidCtxLockCreate) UNUSED(cuvidCtxLockDestroy) UNUSED(cuvidCtxLock) UNUSED(cuvidCtxUnlock)
UNUSED(cuvidCreateDecoder) UNUSED(cuvidDestroyDecoder) UNUSED(cuvidDecodePicture) UNUSED(cuvidCreateVideoParser)
UNUSED(cuvidParseVideoData) UNUSED(cuvidDestroyVideoParser) UNUSED(cuvidMapVideoFrame64) UNUSED(cuvidUnmapVideoFrame64)
int cuvidGetDecoderCaps(void *caps) { return REFUSED; }
