#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tvlt {

/// A 2-D array of floats, row-major. What a heat map draws.
struct Grid {
    int rows = 0;
    int cols = 0;
    std::vector<float> values; ///< rows * cols

    Grid() = default;
    Grid(int rowCount, int colCount, float fill = 0.0F)
        : rows(rowCount), cols(colCount),
          values(static_cast<std::size_t>(rowCount) * static_cast<std::size_t>(colCount), fill) {}

    [[nodiscard]] bool empty() const { return values.empty(); }
    float& at(int row, int col) { return values[index(row, col)]; }
    [[nodiscard]] float at(int row, int col) const { return values[index(row, col)]; }
    [[nodiscard]] std::span<const float> row(int r) const {
        return {values.data() + index(r, 0), static_cast<std::size_t>(cols)};
    }

  private:
    [[nodiscard]] std::size_t index(int row, int col) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(col);
    }
};

} // namespace tvlt
