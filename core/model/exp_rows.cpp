// Plain loops that the compiler turns into the processor's vectors: CMakeLists.txt gives the options.
#include "core/model/exp_rows.h"

#include <bit>
#include <limits>
#include <type_traits>

#if defined(__x86_64__) && !defined(__clang__) // clang 14 leaves these loops as they are
#define TVLT_WIDE_VECTORS __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma")))
#endif
#define TVLT_INLINE inline __attribute__((always_inline)) // into functions for wide vectors, too

namespace tvlt {
namespace {

TVLT_INLINE float wide(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

TVLT_INLINE float wide(float value) {
    return value;
}

/// In bf16 to the nearest, of two the one further from zero.
template <typename Number> TVLT_INLINE Number narrow(float value) {
    if constexpr (std::is_same_v<Number, float>)
        return value;
    else
        return static_cast<std::uint16_t>((std::bit_cast<std::uint32_t>(value) + 0x8000U) >> 16);
}

/// A number that is ordered as the one with these bits, and back again; a positive NaN is the greatest.
TVLT_INLINE std::int16_t ordered(std::uint16_t bits) {
    const auto number = static_cast<std::int16_t>(bits);
    return static_cast<std::int16_t>(number ^ ((number >> 15) & 0x7FFF));
}

TVLT_INLINE float greatestOf(const std::uint16_t* row, std::size_t columns) {
    std::int16_t greatest = std::numeric_limits<std::int16_t>::min();
    for (std::size_t i = 0; i < columns; ++i) {
        const std::int16_t number = ordered(row[i]);
        greatest = number > greatest ? number : greatest;
    }
    return wide(static_cast<std::uint16_t>(ordered(static_cast<std::uint16_t>(greatest))));
}

TVLT_INLINE float greatestOf(const float* row, std::size_t columns) {
    float greatest = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : greatest)
    for (std::size_t i = 0; i < columns; ++i)
        greatest = row[i] > greatest ? row[i] : greatest;
    return greatest;
}

constexpr float kRounder = 12582912.0F; // 1.5 * 2^23: what is added to it is rounded to a whole number
constexpr float kLog2E = 1.44269504F;

/// value * 2^n, n put into the exponent's bits; `power` is n + kRounder.
TVLT_INLINE float scaled(float value, float power) {
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) + (std::bit_cast<std::uint32_t>(power) << 23));
}

// exp(x) of x <= 0 as 2^n times a polynomial for what is left of the power, fitted to the least relative error.

/// Good enough for bf16: a cubic for a power of 2 from -1/2 to 1/2.
TVLT_INLINE float expFor(std::uint16_t, float x) {
    constexpr float kLeast = -126.0F;
    const float exact = x * kLog2E;
    const float power = exact < kLeast ? kLeast : exact;
    const float rounded = power + kRounder;
    const float rest = power - (rounded - kRounder);
    return scaled(((0.05517149F * rest + 0.24261093F) * rest + 0.69326097F) * rest + 0.99992806F, rounded);
}

/// Good enough for f32: degree five for a power of e from -ln 2 / 2 to ln 2 / 2, and ln 2 in two parts, of which n
/// times the first is exact.
TVLT_INLINE float expFor(float, float x) {
    constexpr float kLeast = -87.0F;
    constexpr float kLn2 = 0.693145752F;
    constexpr float kLn2Rest = 1.42860677e-6F;
    const float power = x < kLeast ? kLeast : x;
    const float rounded = power * kLog2E + kRounder;
    const float n = rounded - kRounder;
    const float rest = (power - n * kLn2) - n * kLn2Rest;
    float value = 0.00829765511F * rest + 0.0419153826F;
    value = value * rest + 0.166675747F;
    value = value * rest + 0.499988948F;
    value = value * rest + 0.999999692F;
    value = value * rest + 1.00000007F;
    return scaled(value, rounded);
}

template <typename Number>
TVLT_INLINE void expRowsLoop(Number* scores, std::size_t rows, std::size_t columns, float* sums) {
    for (std::size_t r = 0; r < rows; ++r) {
        Number* const row = scores + r * columns;
        const float top = greatestOf(row, columns);
        float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
        for (std::size_t i = 0; i < columns; ++i) {
            const float value = expFor(Number{}, wide(row[i]) - top);
            sum += value;
            row[i] = narrow<Number>(value);
        }
        sums[r] = sum;
    }
}

template <typename Number>
TVLT_INLINE void divideRowsLoop(Number* values, std::size_t rows, std::size_t columns, std::size_t stride,
                                const float* sums) {
    for (std::size_t r = 0; r < rows; ++r) {
        Number* const row = values + r * stride;
        const float factor = 1.0F / sums[r];
        for (std::size_t i = 0; i < columns; ++i)
            row[i] = narrow<Number>(wide(row[i]) * factor);
    }
}

#ifdef TVLT_WIDE_VECTORS

template <typename Number>
TVLT_WIDE_VECTORS void expRowsWide(Number* scores, std::size_t rows, std::size_t columns, float* sums) {
    expRowsLoop(scores, rows, columns, sums);
}

template <typename Number>
TVLT_WIDE_VECTORS void divideRowsWide(Number* values, std::size_t rows, std::size_t columns, std::size_t stride,
                                      const float* sums) {
    divideRowsLoop(values, rows, columns, stride, sums);
}

#endif

template <typename Number> void expRowsBest(Number* scores, std::size_t rows, std::size_t columns, float* sums) {
#ifdef TVLT_WIDE_VECTORS
    if (hasFastExpRows())
        return expRowsWide(scores, rows, columns, sums);
#endif
    expRowsLoop(scores, rows, columns, sums);
}

template <typename Number>
void divideRowsBest(Number* values, std::size_t rows, std::size_t columns, std::size_t stride, const float* sums) {
#ifdef TVLT_WIDE_VECTORS
    if (hasFastExpRows())
        return divideRowsWide(values, rows, columns, stride, sums);
#endif
    divideRowsLoop(values, rows, columns, stride, sums);
}

} // namespace

bool hasFastExpRows() {
#ifdef TVLT_WIDE_VECTORS
    static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                            __builtin_cpu_supports("avx512cd");
    return has;
#else
    return false;
#endif
}

void expRows(std::uint16_t* scores, std::size_t rows, std::size_t columns, float* sums) {
    expRowsBest(scores, rows, columns, sums);
}

void expRows(float* scores, std::size_t rows, std::size_t columns, float* sums) {
    expRowsBest(scores, rows, columns, sums);
}

void divideRows(std::uint16_t* values, std::size_t rows, std::size_t columns, std::size_t stride, const float* sums) {
    divideRowsBest(values, rows, columns, stride, sums);
}

void divideRows(float* values, std::size_t rows, std::size_t columns, std::size_t stride, const float* sums) {
    divideRowsBest(values, rows, columns, stride, sums);
}

} // namespace tvlt
