// kernels.cu as a library for the CPU: blocks run one after the other, their threads together. Halves need g++ 12 or newer.

#include <algorithm>
#include <barrier>
#include <cmath>
#include <cstring>
#include <map>
#include <string>
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

// A kernel, whatever its arguments are.
template <auto KERNEL>
struct Called;

template <class... Types, void (*KERNEL)(Types...)>
struct Called<KERNEL> {
  static void with(void **arguments) {
    call(KERNEL, arguments, std::index_sequence_for<Types...>());
  }
};

static const std::map<std::string, void (*)(void **)> kernels = {
#define KERNEL(name) {#name, Called<name>::with}
    KERNEL(enter), KERNEL(enter_values), KERNEL(interpolate), KERNEL(shrink), KERNEL(match_coarse), KERNEL(match_middle),
    KERNEL(match_fine), KERNEL(add_moves), KERNEL(refine_grid), KERNEL(soften), KERNEL(polish), KERNEL(settle), KERNEL(align), KERNEL(finish)};

static void run_blocks(void (*kernel)(void **), Dimensions grid, int threads, int thread, void **arguments) {
  gridDim = grid;
  blockDim = {threads, 1, 1};
  threadIdx = {thread, 0, 0};
  for (int i = 0; i < grid.x * grid.y * grid.z; i++) {
    blockIdx = {i % grid.x, i / grid.x % grid.y, i / (grid.x * grid.y)};
    kernel(arguments);
    __syncthreads(); // shared memory belongs to the next block now
  }
}

// Runs a kernel; 1 if there is none of that name.
extern "C" int run(const char *name, int across, int down, int frames, int threads, void **arguments) {
  auto found = kernels.find(name);
  if (found == kernels.end()) {
    return 1;
  }
  std::barrier<> barrier(threads);
  all_threads = threads == 1 ? nullptr : &barrier;
  std::vector<std::thread> others;
  for (int i = 1; i < threads; i++) {
    others.emplace_back(run_blocks, found->second, Dimensions{across, down, frames}, threads, i, arguments);
  }
  run_blocks(found->second, {across, down, frames}, threads, 0, arguments);
  for (std::thread &each : others) {
    each.join();
  }
  return 0;
}
