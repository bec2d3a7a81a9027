// What surrounds the convolutions of fastvsr.page on a GPU, in few passes over memory. Compiled on the user's machine by NVRTC;
// computes what batch.page computes, up to rounding.
//
// Every kernel is right for any number of threads in a block: threads stride over what there is to do. blockIdx.z is the frame.
// Pictures of values are halves, channels side by side: (h, w, c). w, h: columns and rows with margin, multiples of 8.

typedef unsigned char Byte;
typedef unsigned short Half;

#ifdef __CUDACC__
__device__ __forceinline__ float number(Half half) {
  float number;
  asm("cvt.f32.f16 %0, %1;" : "=f"(number) : "h"(half));
  return number;
}

__device__ __forceinline__ Half to_half(float number) {
  Half half;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(half) : "f"(number));
  return half;
}
#endif

__device__ __forceinline__ float2 both(unsigned int halves) {
  return make_float2(number(halves & 0xffff), number(halves >> 16));
}

__device__ __forceinline__ unsigned int halves(float first, float second) {
  return to_half(first) | (unsigned int) to_half(second) << 16;
}

__device__ __forceinline__ void unpack(uint4 eight, float* numbers) {
  float2 a = both(eight.x), b = both(eight.y), c = both(eight.z), d = both(eight.w);
  numbers[0] = a.x; numbers[1] = a.y; numbers[2] = b.x; numbers[3] = b.y;
  numbers[4] = c.x; numbers[5] = c.y; numbers[6] = d.x; numbers[7] = d.y;
}

__device__ __forceinline__ uint4 pack(const float* numbers) {
  return make_uint4(halves(numbers[0], numbers[1]), halves(numbers[2], numbers[3]), halves(numbers[4], numbers[5]),
                    halves(numbers[6], numbers[7]));
}

__device__ __forceinline__ int within(int place, int size) {
  return min(max(place, 0), size - 1);
}

// First item of this thread, and its step to the next one, of those that all blocks of a frame share.
__device__ __forceinline__ int first_item() {
  return blockIdx.x * blockDim.x + threadIdx.x;
}

__device__ __forceinline__ int item_step() {
  return gridDim.x * blockDim.x;
}

// ---- Pictures as frames.page knows them ---------------------------------------------------------------------------------

struct Component {
  int offset, rows, pixels, width, height, depth, shift;
};

struct Picture {
  int width, height, colours, is_full, left, upper, unused;
  Component component[4];
};

// Codes per unit of value, and the code of value 0.
struct Scale {
  float gain, zero;
};

// Column i of the luma has its chroma at column start_across + i * step_across of the chroma; rows alike.
struct Chroma {
  float start_across, step_across, start_down, step_down;
};

__device__ __forceinline__ Scale scale(const Picture& picture, int c) {
  float top = (1 << picture.component[c].depth) - 1;
  float fine = 1 << (picture.component[c].depth - 8);
  Scale scale;
  if (picture.is_full) {
    scale.gain = top;
    scale.zero = c == 0 ? 0.f : (top + 1.f) / 2.f;
  } else {
    scale.gain = (c == 0 ? 219.f : 224.f) * fine;
    scale.zero = (c == 0 ? 16.f : 128.f) * fine;
  }
  return scale;
}

__device__ __forceinline__ float code(const Byte* bytes, const Component& c, int column, int row) {
  const Byte* sample = bytes + c.offset + (long long) row * c.rows + column * c.pixels;
  return c.depth + c.shift > 8 ? (float) ((sample[0] | sample[1] << 8) >> c.shift) : (float) sample[0];
}

__device__ float chroma_code(const Byte* bytes, const Component& c, const Chroma& chroma, int column, int row) {
  float across = fminf(fmaxf(column * chroma.step_across + chroma.start_across, 0.f), c.width - 1.f);
  float down = fminf(fmaxf(row * chroma.step_down + chroma.start_down, 0.f), c.height - 1.f);
  int left = (int) across, upper = (int) down;
  int right = min(left + 1, c.width - 1), lower = min(upper + 1, c.height - 1);
  across -= left;
  down -= upper;
  float above = code(bytes, c, left, upper) * (1.f - across) + code(bytes, c, right, upper) * across;
  float below = code(bytes, c, left, lower) * (1.f - across) + code(bytes, c, right, lower) * across;
  return above * (1.f - down) + below * down;
}

// A pixel's values, followed by zeros to eight channels, and its luma apart.
__device__ __forceinline__ void put_values(float y, float cb, float cr, uint4* x, Half* luma) {
  *x = make_uint4(halves(y, cb), halves(cr, 0.f), 0, 0);
  *luma = to_half(y);
}

// Pictures of Y'CbCr or grey -> values x (T, h, w, 8), luma (T, h, w). The last column and row go on in the margin.
extern "C" __global__ void enter(const Byte* pictures, long long bytes, Picture layout, Chroma chroma, uint4* x, Half* luma, int w, int h) {
  const Byte* picture = pictures + blockIdx.z * bytes;
  long long first = (long long) blockIdx.z * w * h;
  Scale black = scale(layout, 0), grey = scale(layout, layout.colours == 0);
  for (int i = first_item(); i < w * h; i += item_step()) {
    int column = within(i % w, layout.width), row = within(i / w, layout.height);
    float y = (code(picture, layout.component[0], column, row) - black.zero) / black.gain, cb = 0.f, cr = 0.f;
    if (layout.colours == 0) {
      cb = (chroma_code(picture, layout.component[1], chroma, column, row) - grey.zero) / grey.gain;
      cr = (chroma_code(picture, layout.component[2], chroma, column, row) - grey.zero) / grey.gain;
    }
    put_values(y, cb, cr, x + first + i, luma + first + i);
  }
}

// Values (T, rows, columns, 3) that a page has read -> the same.
extern "C" __global__ void enter_values(const Half* values, int columns, int rows, uint4* x, Half* luma, int w, int h) {
  long long first = (long long) blockIdx.z * w * h;
  for (int i = first_item(); i < w * h; i += item_step()) {
    int column = within(i % w, columns), row = within(i / w, rows);
    const Half* value = values + (((long long) blockIdx.z * rows + row) * columns + column) * 3;
    put_values(number(value[0]), number(value[1]), number(value[2]), x + first + i, luma + first + i);
  }
}

// Cells of the frames x (T, h, w, 8) interpolated: a convolution of 5x5 pixels, 24 outputs, three inputs. Tensor cores would idle at
// so few inputs, so these are plain sums. weights (5, 5, 3, 24), bias (24) -> plain (T, h, w, 24). A block for 32x16 pixels, two for
// each thread.
extern "C" __global__ void interpolate(const uint4* x, const Half* weights, const Half* bias, uint4* plain, int w, int h) {
  const int ACROSS = 32, DOWN = 16, WIDE = ACROSS + 4, HIGH = DOWN + 4;
  __shared__ float value[3][HIGH * WIDE];
  __shared__ float4 weight[75][6];
  long long first = (long long) blockIdx.z * w * h;
  int left = blockIdx.x * ACROSS, upper = blockIdx.y * DOWN;

  for (int i = threadIdx.x; i < HIGH * WIDE; i += blockDim.x) {
    int column = within(left - 2 + i % WIDE, w), row = within(upper - 2 + i / WIDE, h);
    uint4 pixel = x[first + row * w + column];
    float2 y_cb = both(pixel.x);
    value[0][i] = y_cb.x;
    value[1][i] = y_cb.y;
    value[2][i] = both(pixel.y).x;
  }
  for (int i = threadIdx.x; i < 75 * 6; i += blockDim.x) {
    const Half* four = weights + 4 * i;
    weight[i / 6][i % 6] = make_float4(number(four[0]), number(four[1]), number(four[2]), number(four[3]));
  }
  __syncthreads();

  for (int i = threadIdx.x; i < ACROSS * DOWN / 2; i += blockDim.x) {
    int column = i % ACROSS, row = i / ACROSS; // the second pixel lies half a block below
    float sum[2][24];
    #pragma unroll
    for (int n = 0; n < 24; n++) {
      sum[0][n] = sum[1][n] = number(bias[n]);
    }
    for (int tap = 0; tap < 25; tap++) {
      int place = (row + tap / 5) * WIDE + column + tap % 5;
      #pragma unroll
      for (int c = 0; c < 3; c++) {
        float a = value[c][place], b = value[c][place + DOWN / 2 * WIDE];
        #pragma unroll
        for (int n = 0; n < 6; n++) {
          float4 four = weight[tap * 3 + c][n];
          sum[0][4 * n] += a * four.x;     sum[1][4 * n] += b * four.x;
          sum[0][4 * n + 1] += a * four.y; sum[1][4 * n + 1] += b * four.y;
          sum[0][4 * n + 2] += a * four.z; sum[1][4 * n + 2] += b * four.z;
          sum[0][4 * n + 3] += a * four.w; sum[1][4 * n + 3] += b * four.w;
        }
      }
    }
    #pragma unroll
    for (int k = 0; k < 2; k++) {
      int y = upper + row + k * DOWN / 2;
      if (left + column < w && y < h) {
        uint4* cell = plain + (first + y * w + left + column) * 3;
        cell[0] = pack(sum[k]);
        cell[1] = pack(sum[k] + 8);
        cell[2] = pack(sum[k] + 16);
      }
    }
  }
}

// ---- Motion: luma (T + 1, h, w), of the frame before the first, too ------------------------------------------------------

// Luma at half and at a quarter of the size, and the mean of the 3x3 pixels around each as far as they lie inside: one thread
// for 4x4 pixels.
extern "C" __global__ void shrink(const Half* lumas, Half* half, Half* quarter, Half* soft, int w, int h) {
  const Half* luma = lumas + (long long) blockIdx.z * w * h;
  half += (long long) blockIdx.z * (w / 2) * (h / 2);
  quarter += (long long) blockIdx.z * (w / 4) * (h / 4);
  soft += (long long) blockIdx.z * w * h;
  for (int i = first_item(); i < (w / 4) * (h / 4); i += item_step()) {
    int left = i % (w / 4) * 4, upper = i / (w / 4) * 4;
    float near[6][6];
    #pragma unroll
    for (int y = 0; y < 6; y++) {
      #pragma unroll
      for (int x = 0; x < 6; x++) {
        int column = left + x - 1, row = upper + y - 1;
        near[y][x] = column >= 0 && column < w && row >= 0 && row < h ? number(luma[row * w + column]) : 0.f;
      }
    }
    float all = 0.f;
    #pragma unroll
    for (int y = 0; y < 4; y++) {
      #pragma unroll
      for (int x = 0; x < 4; x++) {
        float sum = 0.f;
        #pragma unroll
        for (int k = 0; k < 9; k++) {
          sum += near[y + k / 3][x + k % 3];
        }
        int columns = 3 - (left + x == 0) - (left + x == w - 1), rows = 3 - (upper + y == 0) - (upper + y == h - 1);
        soft[(upper + y) * w + left + x] = to_half(sum / (columns * rows));
        all += near[y + 1][x + 1];
        if (x % 2 == 1 && y % 2 == 1) {
          float four = near[y][x] + near[y][x + 1] + near[y + 1][x] + near[y + 1][x + 1];
          half[(upper + y) / 2 * (w / 2) + (left + x) / 2] = to_half(four / 4.f);
        }
      }
    }
    quarter[i] = to_half(all / 16.f);
  }
}

// The four pixels around a place of a plane of w * h pixels, and their parts. Outside lies the nearest border pixel.
struct Around {
  int first;
  float across, down;
};

__device__ __forceinline__ Around around(float column, float row, int w, int h) {
  column = fminf(fmaxf(column, 0.f), w - 1.f); // also no number becomes one
  row = fminf(fmaxf(row, 0.f), h - 1.f);
  int left = min((int) column, w - 2), upper = min((int) row, h - 2);
  Around place;
  place.first = upper * w + left;
  place.across = column - left;
  place.down = row - upper;
  return place;
}

__device__ __forceinline__ float mixed(float a, float b, float c, float d, const Around& place) {
  float above = a + (b - a) * place.across, below = c + (d - c) * place.across;
  return above + (below - above) * place.down;
}

__device__ __forceinline__ float sample(const Half* plane, float column, float row, int w, int h) {
  Around place = around(column, row, w, h);
  const Half* first = plane + place.first;
  return mixed(number(first[0]), number(first[1]), number(first[w]), number(first[w + 1]), place);
}

// Flow of w * h cells (dx, dy in pixels, logit of the confidence) at a pixel of a plane that has times as many rows and columns.
__device__ __forceinline__ float3 enlarged(const float4* flow, int column, int row, int times, int w, int h) {
  Around place = around((column + 0.5f) / times - 0.5f, (row + 0.5f) / times - 0.5f, w, h);
  float4 a = flow[place.first], b = flow[place.first + 1], c = flow[place.first + w], d = flow[place.first + w + 1];
  return make_float3(mixed(a.x, b.x, c.x, d.x, place), mixed(a.y, b.y, c.y, d.y, place), mixed(a.z, b.z, c.z, d.z, place));
}

// How well every move of up to REACH pixels takes a frame to the one before, over cells of CELL * CELL pixels, of which there
// are w * h; both planes are as large as the frame times CELL / 4. Where flow is known, the frame before is moved by it.
// -> costs against their mean, and the mean (h, w, CHANNELS); likely moves (h, w) in pixels of the planes
template <int REACH, int CELL, int CHANNELS>
__device__ void match(const Half* luma, const Half* before, const float4* flow, Half* costs, float2* moves, int w, int h) {
  const int SIDE = 2 * REACH + 1, MOVES = SIDE * SIDE; // moves row by row
  const int TILE = 8, WIDE = TILE + 4;                 // cells of this block, and with those that their means need
  const int SPAN = WIDE * CELL, REGION = SPAN + 2 * REACH;
  __shared__ float here[SPAN * SPAN];
  __shared__ float there[REGION * REGION];
  __shared__ float difference[MOVES][WIDE * WIDE];
  __shared__ float cost[MOVES][TILE * TILE];
  __shared__ float mean[TILE * TILE];
  int left = blockIdx.x * TILE - 2, upper = blockIdx.y * TILE - 2;

  for (int i = threadIdx.x; i < SPAN * SPAN; i += blockDim.x) {
    int column = within(left * CELL + i % SPAN, w * CELL), row = within(upper * CELL + i / SPAN, h * CELL);
    here[i] = number(luma[row * w * CELL + column]);
  }
  for (int i = threadIdx.x; i < REGION * REGION; i += blockDim.x) {
    int column = within(left * CELL - REACH + i % REGION, w * CELL), row = within(upper * CELL - REACH + i / REGION, h * CELL);
    if (CELL == 1) {
      there[i] = number(before[row * w + column]);
    } else {
      float3 move = enlarged(flow, column, row, CELL, w, h);
      there[i] = sample(before, column + move.x * (CELL / 4.f), row + move.y * (CELL / 4.f), w * CELL, h * CELL);
    }
  }
  __syncthreads();

  for (int i = threadIdx.x; i < WIDE * WIDE; i += blockDim.x) {
    int column = left + i % WIDE, row = upper + i / WIDE;
    float part = column >= 0 && column < w && row >= 0 && row < h ? 1.f / (CELL * CELL) : 0.f;
    const float* mine = here + i / WIDE * CELL * SPAN + i % WIDE * CELL;
    const float* theirs = there + i / WIDE * CELL * REGION + i % WIDE * CELL;
    #pragma unroll
    for (int m = 0; m < MOVES; m++) {
      float sum = 0.f;
      #pragma unroll
      for (int k = 0; k < CELL * CELL; k++) {
        sum += fabsf(theirs[(k / CELL + m / SIDE) * REGION + k % CELL + m % SIDE] - mine[k / CELL * SPAN + k % CELL]);
      }
      difference[m][i] = sum * part;
    }
  }
  __syncthreads();

  for (int i = threadIdx.x; i < MOVES * TILE * TILE; i += blockDim.x) {
    int column = i % TILE, row = i / TILE % TILE, m = i / (TILE * TILE);
    int columns = min(left + column + 5, w) - max(left + column, 0), rows = min(upper + row + 5, h) - max(upper + row, 0);
    float sum = 0.f;
    #pragma unroll
    for (int k = 0; k < 25; k++) {
      sum += difference[m][(row + k / 5) * WIDE + column + k % 5];
    }
    cost[m][i % (TILE * TILE)] = sum / max(columns * rows, 1); // in the picture
  }
  __syncthreads();

  for (int i = threadIdx.x; i < TILE * TILE; i += blockDim.x) {
    float sum = 0.f;
    for (int m = 0; m < MOVES; m++) {
      sum += cost[m][i];
    }
    mean[i] = sum / MOVES;
    float best = -1e30f;
    for (int m = 0; m < MOVES; m++) {
      cost[m][i] /= mean[i] + 0.004f;
      float x = m % SIDE - REACH, y = m / SIDE - REACH;
      best = fmaxf(best, -25.f * (cost[m][i] + 0.1f * sqrtf(x * x + y * y)));
    }
    float chances = 0.f, across = 0.f, down = 0.f;
    for (int m = 0; m < MOVES; m++) {
      float x = m % SIDE - REACH, y = m / SIDE - REACH;
      float chance = expf(-25.f * (cost[m][i] + 0.1f * sqrtf(x * x + y * y)) - best);
      chances += chance;
      across += chance * x;
      down += chance * y;
    }
    int column = left + 2 + i % TILE, row = upper + 2 + i / TILE;
    if (column < w && row < h) {
      moves[row * w + column] = make_float2(across / chances, down / chances);
    }
  }
  __syncthreads();

  for (int i = threadIdx.x; i < TILE * TILE * CHANNELS; i += blockDim.x) {
    int cell = i / CHANNELS, channel = i % CHANNELS;
    int column = left + 2 + cell % TILE, row = upper + 2 + cell / TILE;
    if (column < w && row < h) {
      float value = channel < MOVES ? cost[min(channel, MOVES - 1)][cell] : channel == MOVES ? 10.f * mean[cell] : 0.f;
      costs[(row * w + column) * CHANNELS + channel] = to_half(value);
    }
  }
}

// The three levels of the search, for cells of 4x4 pixels of the frame; a block for 8x8 cells.
extern "C" __global__ void match_coarse(const Half* quarter, Half* costs, float2* moves, int w, int h) {
  long long cells = w / 4 * (h / 4), t = blockIdx.z;
  match<3, 1, 56>(quarter + (t + 1) * cells, quarter + t * cells, nullptr, costs + t * cells * 56, moves + t * cells, w / 4, h / 4);
}

extern "C" __global__ void match_middle(const Half* half, const float4* flow, Half* costs, float2* moves, int w, int h) {
  long long cells = w / 4 * (h / 4), t = blockIdx.z;
  match<2, 2, 32>(half + (t + 1) * cells * 4, half + t * cells * 4, flow + t * cells, costs + t * cells * 32, moves + t * cells, w / 4, h / 4);
}

extern "C" __global__ void match_fine(const Half* luma, const float4* flow, Half* costs, float2* moves, int w, int h) {
  long long cells = w / 4 * (h / 4), t = blockIdx.z;
  match<1, 4, 16>(luma + (t + 1) * cells * 16, luma + t * cells * 16, flow + t * cells, costs + t * cells * 16, moves + t * cells, w / 4, h / 4);
}

__device__ __forceinline__ float bounded(float x) {
  return x == x ? fminf(fmaxf(x, -1000.f), 1000.f) : 0.f;
}

// Adds to the flow (T, h, w) of cells what was matched, in pixels after * step, and what convolutions made of the costs
// (T, h, w, 8), whose bias is still to be added. is_first: there is no flow yet.
extern "C" __global__ void add_moves(float4* flow, const float2* moves, float step, const uint4* convolved, const uint4* bias, int is_first, int count) {
  float offset[8];
  unpack(bias[0], offset);
  for (int i = first_item(); i < count; i += item_step()) {
    float improved[8];
    unpack(convolved[i], improved);
    float2 move = moves[i];
    float4 sum = is_first ? make_float4(0.f, 0.f, 0.f, 0.f) : flow[i];
    sum.x = bounded(sum.x + move.x * step + improved[0] + offset[0]);
    sum.y = bounded(sum.y + move.y * step + improved[1] + offset[1]);
    sum.z = bounded(improved[2] + offset[2]);
    flow[i] = sum;
  }
}

// Flow of cells -> of each second pixel (T, h / 2, w / 2).
extern "C" __global__ void refine_grid(const float4* flow, float2* halfway, int w, int h) {
  flow += (long long) blockIdx.z * (w / 4) * (h / 4);
  halfway += (long long) blockIdx.z * (w / 2) * (h / 2);
  for (int i = first_item(); i < w / 2 * (h / 2); i += item_step()) {
    float3 move = enlarged(flow, i % (w / 2), i / (w / 2), 2, w / 4, h / 4);
    halfway[i] = make_float2(move.x, move.y);
  }
}

// Flow (T, h / 2, w / 2) -> its means over 3x3, as far as they lie inside.
extern "C" __global__ void soften(const float2* halfway, float2* softened, int w, int h) {
  int columns = w / 2, rows = h / 2;
  halfway += (long long) blockIdx.z * columns * rows;
  softened += (long long) blockIdx.z * columns * rows;
  for (int i = first_item(); i < columns * rows; i += item_step()) {
    float2 sum = make_float2(0.f, 0.f);
    int left = max(i % columns - 1, 0), right = min(i % columns + 1, columns - 1);
    int upper = max(i / columns - 1, 0), lower = min(i / columns + 1, rows - 1);
    for (int row = upper; row <= lower; row++) {
      for (int column = left; column <= right; column++) {
        float2 move = halfway[row * columns + column];
        sum.x += move.x;
        sum.y += move.y;
      }
    }
    float part = 1.f / ((right - left + 1) * (lower - upper + 1));
    softened[i] = make_float2(sum.x * part, sum.y * part);
  }
}

// Flow of each second pixel at a pixel of all w * h.
__device__ __forceinline__ float2 between(const float2* halfway, int column, int row, int w, int h) {
  Around place = around((column + 0.5f) / 2 - 0.5f, (row + 0.5f) / 2 - 0.5f, w / 2, h / 2);
  const float2* first = halfway + place.first;
  float2 a = first[0], b = first[1], c = first[w / 2], d = first[w / 2 + 1];
  return make_float2(mixed(a.x, b.x, c.x, d.x, place), mixed(a.y, b.y, c.y, d.y, place));
}

// Adds to the flow of each second pixel the move that explains what difference it leaves between the frames around there (Lucas and
// Kanade 1981); soft as in shrink, halfway and polished (T, h / 2, w / 2). A block for 16x16 of them.
extern "C" __global__ void polish(const Half* soft, const float2* halfway, float2* polished, int w, int h) {
  const int TILE = 16, REACH = 2, SIDE = 2 * REACH + 1, WIDE = TILE + 2 * REACH, SPAN = 2 * WIDE + 2;
  __shared__ float now[SPAN * SPAN];
  __shared__ float moved[SPAN * SPAN];
  __shared__ float product[5][WIDE * WIDE];
  long long t = blockIdx.z;
  const Half* before = soft + t * w * h;
  const Half* luma = before + (long long) w * h;
  halfway += t * (w / 2) * (h / 2);
  polished += t * (w / 2) * (h / 2);
  int left = blockIdx.x * TILE - REACH, upper = blockIdx.y * TILE - REACH; // of the wide tile

  for (int i = threadIdx.x; i < SPAN * SPAN; i += blockDim.x) {
    int column = within(left * 2 - 1 + i % SPAN, w), row = within(upper * 2 - 1 + i / SPAN, h);
    float2 move = between(halfway, column, row, w, h);
    now[i] = number(luma[row * w + column]);
    moved[i] = sample(before, column + move.x, row + move.y, w, h);
  }
  __syncthreads();

  for (int i = threadIdx.x; i < WIDE * WIDE; i += blockDim.x) {
    float xx = 0.f, yy = 0.f, xy = 0.f, xe = 0.f, ye = 0.f;
    #pragma unroll
    for (int k = 0; k < 4; k++) {
      int at = (i / WIDE * 2 + 1 + k / 2) * SPAN + i % WIDE * 2 + 1 + k % 2;
      float across = 0.25f * (now[at + 1] + moved[at + 1] - now[at - 1] - moved[at - 1]);
      float down = 0.25f * (now[at + SPAN] + moved[at + SPAN] - now[at - SPAN] - moved[at - SPAN]);
      float error = now[at] - moved[at];
      xx += across * across;
      yy += down * down;
      xy += across * down;
      xe += across * error;
      ye += down * error;
    }
    product[0][i] = xx; product[1][i] = yy; product[2][i] = xy; product[3][i] = xe; product[4][i] = ye;
  }
  __syncthreads();

  for (int i = threadIdx.x; i < TILE * TILE; i += blockDim.x) {
    int column = i % TILE, row = i / TILE, count = 0;
    float sum[5] = {0.f, 0.f, 0.f, 0.f, 0.f};
    #pragma unroll
    for (int y = row; y < row + SIDE; y++) {
      #pragma unroll
      for (int x = column; x < column + SIDE; x++) {
        bool is_inside = left + x >= 0 && left + x < w / 2 && upper + y >= 0 && upper + y < h / 2;
        #pragma unroll
        for (int k = 0; k < 5; k++) {
          sum[k] += is_inside ? product[k][y * WIDE + x] : 0.f;
        }
        count += is_inside;
      }
    }
    float part = 0.25f / max(count, 1);
    float xx = sum[0] * part + 0.00002f, yy = sum[1] * part + 0.00002f, xy = sum[2] * part, xe = sum[3] * part, ye = sum[4] * part;
    float area = xx * yy - xy * xy;
    int at = (upper + REACH + row) * (w / 2) + left + REACH + column;
    if (left + REACH + column < w / 2 && upper + REACH + row < h / 2) {
      float2 move = halfway[at];
      polished[at] = make_float2(move.x + fminf(fmaxf((yy * xe - xy * ye) / area, -1.f), 1.f),
                                 move.y + fminf(fmaxf((xx * ye - xy * xe) / area, -1.f), 1.f));
    }
  }
}

// Flow of each second pixel, and of cells how far it can be trusted -> (T, h, w): dx, dy, and trust, 0 to 1.
extern "C" __global__ void settle(const float4* flow, const float2* halfway, float4* motion, int w, int h) {
  flow += (long long) blockIdx.z * (w / 4) * (h / 4);
  halfway += (long long) blockIdx.z * (w / 2) * (h / 2);
  motion += (long long) blockIdx.z * w * h;
  for (int i = first_item(); i < w * h; i += item_step()) {
    int column = i % w, row = i / w;
    float2 move = between(halfway, column, row, w, h);
    float trust = enlarged(flow, column, row, 4, w / 4, h / 4).z;
    motion[i] = make_float4(bounded(move.x), bounded(move.y), 1.f / (1.f + expf(-trust - 3.f)), 0.f);
  }
}

// ---- One frame meets the one before ---------------------------------------------------------------------------------------

// Shares of four neighbours in a value between the middle ones, at a part of the way: cubic convolution (Keys 1981), a = -0.75.
__device__ __forceinline__ void cubic_shares(float part, float* shares) {
  const float a = -0.75f;
  float far = part + 1.f, other = 1.f - part;
  shares[0] = ((a * far - 5.f * a) * far + 8.f * a) * far - 4.f * a;
  shares[1] = ((a + 2.f) * part - (a + 3.f)) * part * part + 1.f;
  shares[2] = ((a + 2.f) * other - (a + 3.f)) * other * other + 1.f;
  shares[3] = 1.f - shares[0] - shares[1] - shares[2];
}

// Luma (h, w, 4, 4) of four times the size at a place of that size, bicubic.
__device__ __forceinline__ float sample_cells(const Half* sharp, float column, float row, int w, int h) {
  float left = floorf(column), upper = floorf(row);
  float across[4], down[4];
  cubic_shares(column - left, across);
  cubic_shares(row - upper, down);
  float sum = 0.f;
  #pragma unroll
  for (int j = 0; j < 4; j++) {
    int fine_row = within((int) upper + j - 1, 4 * h);
    const Half* line = sharp + (fine_row >> 2) * w * 16 + (fine_row & 3) * 4;
    float of_row = 0.f;
    #pragma unroll
    for (int i = 0; i < 4; i++) {
      int fine_column = within((int) left + i - 1, 4 * w);
      of_row += across[i] * number(line[(fine_column >> 2) * 16 + (fine_column & 3)]);
    }
    sum += down[j] * of_row;
  }
  return sum;
}

// Features of the frame before (h, w, 8 * eights) at a place, times weight: eight of them.
__device__ __forceinline__ uint4 sample_features(const uint4* features, float column, float row, float weight, int eights, int w, int h) {
  Around place = around(column, row, w, h);
  float parts[4] = {(1.f - place.across) * (1.f - place.down), place.across * (1.f - place.down),
                    (1.f - place.across) * place.down, place.across * place.down};
  float sum[8] = {0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f};
  #pragma unroll
  for (int k = 0; k < 4; k++) {
    float numbers[8];
    unpack(features[(long long) (place.first + k / 2 * w + k % 2) * eights], numbers);
    #pragma unroll
    for (int n = 0; n < 8; n++) {
      sum[n] += numbers[n] * (weight * parts[k]);
    }
  }
  return pack(sum);
}

// Motion enlarged to four times the size, at row y and column x of the 4x4 fine pixels of a pixel.
__device__ __forceinline__ float2 fine_motion(const float4* motion, int column, int row, int x, int y, int w, int h) {
  Around place = around(column + (x + 0.5f) / 4 - 0.5f, row + (y + 0.5f) / 4 - 0.5f, w, h);
  const float4* first = motion + place.first;
  float4 a = first[0], b = first[1], c = first[w], d = first[w + 1];
  return make_float2(mixed(a.x, b.x, c.x, d.x, place), mixed(a.y, b.y, c.y, d.y, place));
}

// The pixels of one block in align: up to PIXELS of a row.
template <int PIXELS>
__device__ __forceinline__ void meet(const uint4* near, const uint4* decoded, const float4* motion, const uint4* features, const Half* sharp, const unsigned int* plain, float gain, uint4* all, int eights, int decoded_eights, int w, int h) {
  int left = blockIdx.x * PIXELS, row = blockIdx.y, count = min(PIXELS, w - left);
  int wide = 2 * eights + decoded_eights + 2;
  long long first = (long long) row * w + left;
  uint4* mine = all + first * wide;

  for (int i = threadIdx.x; i < count * eights; i += blockDim.x) {
    mine[i / eights * wide + i % eights] = near[first * eights + i];
  }
  for (int i = threadIdx.x; i < count * eights; i += blockDim.x) {
    int pixel = i / eights, part = i % eights;
    float4 move = motion[first + pixel];
    mine[pixel * wide + eights + part] = sample_features(features + part, left + pixel + move.x, row + move.y, move.z, eights, w, h);
  }
  for (int i = threadIdx.x; i < count * decoded_eights; i += blockDim.x) {
    int pixel = i / decoded_eights, part = i % decoded_eights, column = left + pixel;
    long long cell = (row / 4 * (w / 4) + column / 4) * 16 + row % 4 * 4 + column % 4;
    mine[pixel * wide + 2 * eights + part] = decoded[cell * decoded_eights + part];
  }
  for (int i = threadIdx.x; i < count * 8; i += blockDim.x) {
    int pixel = i / 8, part = i % 8, column = left + pixel, x = part % 2 * 2, y = part / 2; // two of the pixel's 16
    float2 known = both(plain[(first + pixel) * 12 + part]);
    float2 move = fine_motion(motion, column, row, x, y, w, h), next = fine_motion(motion, column, row, x + 1, y, w, h);
    float echo = sample_cells(sharp, 4 * column + x + 4.f * move.x, 4 * row + y + 4.f * move.y, w, h);
    float next_echo = sample_cells(sharp, 4 * column + x + 1 + 4.f * next.x, 4 * row + y + 4.f * next.y, w, h);
    ((unsigned int*) (mine + pixel * wide + 2 * eights + decoded_eights))[part] = halves((echo - known.x) * gain, (next_echo - known.y) * gain);
  }
}

// Lays side by side what the fusing convolution of a frame takes: near (h, w, c); features of the frame before, moved and faded;
// decoded (h / 4, w / 4, 4, 4, d); the luma given out before, moved, less the interpolated one, times gain.
// motion (h, w), features (h, w, c), sharp (h, w, 16), plain (h, w, 24) -> all (h, w, c + c + d + 16); c, d: multiples of 8. A block for 64
// pixels of a row.
extern "C" __global__ void align(const uint4* near, const uint4* decoded, const float4* motion, const uint4* features, const Half* sharp, const unsigned int* plain, float gain, uint4* all, int c, int d, int w, int h) {
  if (c == 64 && d == 32) { // the widths of live and quality: known ones spare divisions
    meet<64>(near, decoded, motion, features, sharp, plain, gain, all, 8, 4, w, h);
  } else {
    meet<64>(near, decoded, motion, features, sharp, plain, gain, all, c / 8, d / 8, w, h);
  }
}

// ---- Out -------------------------------------------------------------------------------------------------------------------

// Codes of count neighbours in a row of a plane, as one number in memory.
template <int COUNT>
__device__ __forceinline__ void put_codes(Byte* place, const float* values, const Component& c) {
  float top = (1 << c.depth) - 1;
  unsigned long long all = 0;
  int bits = c.depth + c.shift > 8 ? 16 : 8;
  #pragma unroll
  for (int i = 0; i < COUNT; i++) {
    unsigned long long code = (unsigned int) fminf(fmaxf(rintf(values[i]), 0.f), top) << c.shift;
    all |= code << (i * bits);
  }
  if (COUNT * bits == 64) {
    *(unsigned long long*) place = all;
  } else if (COUNT * bits == 32) {
    *(unsigned int*) place = (unsigned int) all;
  } else {
    *(unsigned short*) place = (unsigned short) all;
  }
}

// Cells of a frame, detail (h, w, 24) with its bias and plain (h, w, 24), to its 4:2:0 picture, for the layouts that can_lay of
// batch.page allows and with chroma in the order of in_order there; and their luma to sharp (h, w, 16). is_values: cells are
// values, which are yet to become codes.
extern "C" __global__ void finish(const uint4* detail, const uint4* bias, const uint4* plain, Byte* picture, Picture layout, int is_values, uint4* sharp, int w, int h) {
  bool is_interleaved = layout.component[1].pixels > (layout.component[1].depth + layout.component[1].shift > 8 ? 2 : 1);
  int code_bytes = layout.component[0].pixels;
  Scale black = scale(layout, 0), grey = scale(layout, 1);
  for (int i = first_item(); i < w * h; i += item_step()) {
    float cell[24];
    #pragma unroll
    for (int k = 0; k < 3; k++) {
      float base[8], offset[8];
      unpack(detail[(long long) i * 3 + k], cell + 8 * k);
      unpack(plain[(long long) i * 3 + k], base);
      unpack(bias[k], offset);
      #pragma unroll
      for (int n = 0; n < 8; n++) {
        cell[8 * k + n] += base[n] + offset[n];
      }
    }
    sharp[(long long) i * 2] = pack(cell);
    sharp[(long long) i * 2 + 1] = pack(cell + 8);
    int column = i % w, row = i / w;
    if (4 * column >= layout.width || 4 * row >= layout.height) {
      continue;
    }
    if (is_values) {
      #pragma unroll
      for (int n = 0; n < 24; n++) {
        cell[n] = cell[n] * (n < 16 ? black.gain : grey.gain) + (n < 16 ? black.zero : grey.zero);
      }
    }
    Byte* luma = picture + layout.component[0].offset + (long long) 4 * row * layout.component[0].rows + 4 * column * code_bytes;
    #pragma unroll
    for (int y = 0; y < 4; y++) {
      put_codes<4>(luma + (long long) y * layout.component[0].rows, cell + 4 * y, layout.component[0]);
    }
    if (is_interleaved) {
      int first = min(layout.component[1].offset, layout.component[2].offset);
      Byte* chroma = picture + first + (long long) 2 * row * layout.component[1].rows + 4 * column * code_bytes;
      put_codes<4>(chroma, cell + 16, layout.component[1]);
      put_codes<4>(chroma + layout.component[1].rows, cell + 20, layout.component[1]);
    } else {
      #pragma unroll
      for (int c = 1; c < 3; c++) {
        const Component& plane = layout.component[c];
        Byte* chroma = picture + plane.offset + (long long) 2 * row * plane.rows + 2 * column * code_bytes;
        put_codes<2>(chroma, cell + 12 + 4 * c, plane);
        put_codes<2>(chroma + plane.rows, cell + 14 + 4 * c, plane);
      }
    }
  }
}
