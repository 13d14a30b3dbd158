#include "widgets/figure/image_convert.h"

#include "core/base/grid.h"
#include "core/base/image.h"

namespace tvlt {

QImage toQImage(const Image& image) {
    if (image.empty())
        return {};
    QImage result(image.width, image.height, QImage::Format_RGB32);
    for (int y = 0; y < image.height; ++y) {
        const auto line = reinterpret_cast<QRgb*>(result.scanLine(y));
        const std::uint8_t* from = image.pixel(0, y);
        for (int x = 0; x < image.width; ++x, from += 3)
            line[x] = qRgb(from[0], from[1], from[2]);
    }
    return result;
}

QImage gridImage(const Grid& grid, const ColorScale& scale) {
    if (grid.empty())
        return {};
    QImage result(grid.cols, grid.rows, QImage::Format_RGB32);
    for (int y = 0; y < grid.rows; ++y) {
        const auto line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < grid.cols; ++x)
            line[x] = scale.colorAt(grid.at(y, x));
    }
    return result;
}

QImage spectrogramImage(const Grid& grid, const ColorScale& scale) {
    if (grid.empty())
        return {};
    QImage result(grid.rows, grid.cols, QImage::Format_RGB32);
    for (int band = 0; band < grid.cols; ++band) {
        const auto line = reinterpret_cast<QRgb*>(result.scanLine(grid.cols - 1 - band));
        for (int column = 0; column < grid.rows; ++column)
            line[column] = scale.colorAt(grid.at(column, band));
    }
    return result;
}

} // namespace tvlt
