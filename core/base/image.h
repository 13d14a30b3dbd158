#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tvlt {

/// An 8-bit sRGB picture, rows from the top, three bytes R G B a pixel, no padding between rows.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb; ///< width * height * 3

    Image() = default;
    Image(int w, int h) : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}

    [[nodiscard]] bool empty() const { return rgb.empty(); }
    std::uint8_t* pixel(int x, int y) { return rgb.data() + offset(x, y); }
    [[nodiscard]] const std::uint8_t* pixel(int x, int y) const { return rgb.data() + offset(x, y); }

  private:
    [[nodiscard]] std::size_t offset(int x, int y) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
    }
};

} // namespace tvlt
