// kernels.cu as a library for the CPU: blocks run one after the other, their threads together. Halves need g++ 12 or newer.

#include <algorithm>
#include <barrier>
#include <cmath>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __shared__ static

using std::max;
using std::min;

struct float2 { float x, y; };
struct float3 { float x, y, z; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(16) uint4 { unsigned int x, y, z, w; };

static float2 make_float2(float x, float y) { return {x, y}; }
static float3 make_float3(float x, float y, float z) { return {x, y, z}; }
static float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
static uint4 make_uint4(unsigned int x, unsigned int y, unsigned int z, unsigned int w) { return {x, y, z, w}; }

struct Dimensions { int x, y, z; };
static thread_local Dimensions threadIdx, blockIdx, blockDim, gridDim;
static std::barrier<> *all_threads;

static void __syncthreads() {
  if (all_threads) {
    all_threads->arrive_and_wait();
  }
}

static float number(unsigned short half) {
  _Float16 number;
  memcpy(&number, &half, 2);
  return number;
}

static unsigned short to_half(float number) {
  _Float16 rounded = (_Float16) number;
  unsigned short half;
  memcpy(&half, &rounded, 2);
  return half;
}

#include "kernels.cu"

template <class... Types, size_t... I>
static void call(void (*kernel)(Types...), void **arguments, std::index_sequence<I...>) {
  kernel(*(std::remove_const_t<Types> *) arguments[I]...);
}

static void run_thread(const char *name, void **arguments);

static void run_blocks(const char *name, Dimensions grid, int threads, int thread, void **arguments) {
  gridDim = grid;
  blockDim = {threads, 1, 1};
  threadIdx = {thread, 0, 0};
  for (int i = 0; i < grid.x * grid.y * grid.z; i++) {
    blockIdx = {i % grid.x, i / grid.x % grid.y, i / (grid.x * grid.y)};
    run_thread(name, arguments);
    __syncthreads(); // shared memory belongs to the next block now
  }
}

// Runs a kernel; 1 if there is none of that name.
extern "C" int run(const char *name, int across, int down, int frames, int threads, void **arguments) {
  Dimensions grid = {across, down, frames};
  if (threads == 1) {
    all_threads = nullptr;
    run_blocks(name, grid, 1, 0, arguments);
    return 0;
  }
  std::barrier<> barrier(threads);
  all_threads = &barrier;
  std::vector<std::thread> running;
  for (int i = 0; i < threads; i++) {
    running.emplace_back([=] { run_blocks(name, grid, threads, i, arguments); });
  }
  for (std::thread &each : running) {
    each.join();
  }
  return 0;
}

template <class... Types>
static void call(void (*kernel)(Types...), void **arguments) {
  call(kernel, arguments, std::index_sequence_for<Types...>());
}

static void run_thread(const char *name, void **arguments) {
#define KERNEL(kernel) if (!strcmp(name, #kernel)) { return call(kernel, arguments); }
  KERNEL(enter)
  KERNEL(enter_values)
  KERNEL(shrink)
  KERNEL(match_coarse)
  KERNEL(match_middle)
  KERNEL(match_fine)
  KERNEL(add_moves)
  KERNEL(polish)
  KERNEL(settle)
  KERNEL(align)
  KERNEL(finish)
  abort();
}
