// Plain loops that the compiler turns into the processor's vectors: CMakeLists.txt gives the options.
#include "core/model/exp_rows.h"

#include <bit>
#include <limits>

#if defined(__x86_64__) && !defined(__clang__) // clang 14 leaves these loops as they are
#define TVLT_WIDE_VECTORS __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma")))
#endif
#define TVLT_INLINE inline __attribute__((always_inline)) // into functions for wide vectors, too

namespace tvlt {
namespace {

TVLT_INLINE float wide(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// To the nearest, of two the one further from zero.
TVLT_INLINE std::uint16_t narrow(float value) {
    return static_cast<std::uint16_t>((std::bit_cast<std::uint32_t>(value) + 0x8000U) >> 16);
}

/// A number that is ordered as the one with these bits, and back again; a positive NaN is the greatest.
TVLT_INLINE std::int16_t ordered(std::uint16_t bits) {
    const auto number = static_cast<std::int16_t>(bits);
    return static_cast<std::int16_t>(number ^ ((number >> 15) & 0x7FFF));
}

/// Of x <= 0: 2^n, put into the exponent's bits, times a cubic for what is left of the power, fitted to the least
/// relative error from -1/2 to 1/2.
TVLT_INLINE float expOf(float x) {
    constexpr float kLeast = -126.0F;
    constexpr float kRounder = 12582912.0F; // 1.5 * 2^23: what is added to it is rounded to a whole number
    const float scaled = x * 1.44269504F;   // log2(e)
    const float power = scaled < kLeast ? kLeast : scaled;
    const float rounded = power + kRounder;
    const float rest = power - (rounded - kRounder);
    const float value = ((0.05517149F * rest + 0.24261093F) * rest + 0.69326097F) * rest + 0.99992806F;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) + (std::bit_cast<std::uint32_t>(rounded) << 23));
}

TVLT_INLINE void expRowsLoop(std::uint16_t* scores, std::size_t rows, std::size_t columns, float* sums) {
    for (std::size_t r = 0; r < rows; ++r) {
        std::uint16_t* const row = scores + r * columns;
        std::int16_t greatest = std::numeric_limits<std::int16_t>::min();
        for (std::size_t i = 0; i < columns; ++i) {
            const std::int16_t number = ordered(row[i]);
            greatest = number > greatest ? number : greatest;
        }
        const float top = wide(static_cast<std::uint16_t>(ordered(static_cast<std::uint16_t>(greatest))));
        float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
        for (std::size_t i = 0; i < columns; ++i) {
            const float value = expOf(wide(row[i]) - top);
            sum += value;
            row[i] = narrow(value);
        }
        sums[r] = sum;
    }
}

TVLT_INLINE void divideRowsLoop(std::uint16_t* values, std::size_t rows, std::size_t columns, std::size_t stride,
                                const float* sums) {
    for (std::size_t r = 0; r < rows; ++r) {
        std::uint16_t* const row = values + r * stride;
        const float factor = 1.0F / sums[r];
        for (std::size_t i = 0; i < columns; ++i)
            row[i] = narrow(wide(row[i]) * factor);
    }
}

#ifdef TVLT_WIDE_VECTORS

TVLT_WIDE_VECTORS void expRowsWide(std::uint16_t* scores, std::size_t rows, std::size_t columns, float* sums) {
    expRowsLoop(scores, rows, columns, sums);
}

TVLT_WIDE_VECTORS void divideRowsWide(std::uint16_t* values, std::size_t rows, std::size_t columns, std::size_t stride,
                                      const float* sums) {
    divideRowsLoop(values, rows, columns, stride, sums);
}

#endif

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
#ifdef TVLT_WIDE_VECTORS
    if (hasFastExpRows())
        return expRowsWide(scores, rows, columns, sums);
#endif
    expRowsLoop(scores, rows, columns, sums);
}

void divideRows(std::uint16_t* values, std::size_t rows, std::size_t columns, std::size_t stride, const float* sums) {
#ifdef TVLT_WIDE_VECTORS
    if (hasFastExpRows())
        return divideRowsWide(values, rows, columns, stride, sums);
#endif
    divideRowsLoop(values, rows, columns, stride, sums);
}

} // namespace tvlt
