#pragma once

#include <cstddef>
#include <cstdint>

namespace tvlt {

/// Whether expRows() is faster than LibTorch's softmax here: with AVX-512, by about half.
[[nodiscard]] bool hasFastExpRows();

// Numbers in bf16 are held as their 16 bits, as c10::BFloat16 holds them. Any thread.

/// Each of `rows` rows of `columns` scores, one after the other, becomes exp(score - the row's greatest), and `sums`
/// the sums of the rows: a softmax but for its division, which the few values made of a row take instead of the many in
/// it. The relative error of an exponential is below 2^-12 before it is rounded, and none is below 2^-127. A NaN makes
/// its row NaN.
void expRows(std::uint16_t* scores, std::size_t rows, std::size_t columns, float* sums);

/// values[row * stride + column] /= sums[row].
void divideRows(std::uint16_t* values, std::size_t rows, std::size_t columns, std::size_t stride, const float* sums);

} // namespace tvlt
