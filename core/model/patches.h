#pragma once

#include <torch/types.h>

#include <array>
#include <cstdint>
#include <string>

namespace tvlt {

/// How the values of one patch are put in a row.
enum class PatchOrder {
    ChannelsFirst, ///< channel, row, column: the weights of the patch convolutions
    ChannelsLast,  ///< row, column, channel: targets and outputs of the MAE heads
};

/// (N, C, H, W) -> (N, H/p0 * W/p1, p0*p1*C), row-major over the grid; what is left over at the far edges is dropped.
[[nodiscard]] torch::Tensor toPatches(const torch::Tensor& images, std::array<int, 2> patch, PatchOrder order);
/// The inverse of ChannelsLast for images of rows × columns patches.
[[nodiscard]] torch::Tensor fromPatches(const torch::Tensor& patches, std::array<int, 2> patch, std::int64_t rows,
                                        std::int64_t columns, std::int64_t channels);

/// "(2, 3, 16, 16)", for messages.
[[nodiscard]] std::string shapeText(const torch::Tensor& tensor);

} // namespace tvlt
