#include "core/model/patches.h"

namespace tvlt {

using torch::Tensor;

Tensor toPatches(const Tensor& images, std::array<int, 2> patch, PatchOrder order) {
    const auto count = images.size(0);
    const auto channels = images.size(1);
    const auto rows = images.size(2) / patch[0];
    const auto columns = images.size(3) / patch[1];
    const auto grid = images.narrow(2, 0, rows * patch[0])
                          .narrow(3, 0, columns * patch[1])
                          .reshape({count, channels, rows, patch[0], columns, patch[1]});
    const auto ordered =
        order == PatchOrder::ChannelsFirst ? grid.permute({0, 2, 4, 1, 3, 5}) : grid.permute({0, 2, 4, 3, 5, 1});
    return ordered.reshape({count, rows * columns, channels * patch[0] * patch[1]});
}

Tensor fromPatches(const Tensor& patches, std::array<int, 2> patch, std::int64_t rows, std::int64_t columns,
                   std::int64_t channels) {
    return patches.reshape({patches.size(0), rows, columns, patch[0], patch[1], channels})
        .permute({0, 5, 1, 3, 2, 4})
        .reshape({patches.size(0), channels, rows * patch[0], columns * patch[1]});
}

std::string shapeText(const Tensor& tensor) {
    std::string text = "(";
    for (std::int64_t i = 0; i < tensor.dim(); ++i)
        text += (i ? ", " : "") + std::to_string(tensor.size(i));
    return text + ")";
}

} // namespace tvlt
