#include "core/batch/thumbnail.h"

#include "core/features/pillow_resize.h"

#include <algorithm>

namespace tvlt {

Image thumbnailOf(const Image& picture) {
    constexpr int kMostHeight = 48;
    constexpr int kMostWidth = 4 * kMostHeight;
    if (picture.empty() || (picture.height <= kMostHeight && picture.width <= kMostWidth))
        return picture;
    const double scale =
        std::min(static_cast<double>(kMostHeight) / picture.height, static_cast<double>(kMostWidth) / picture.width);
    const int height = std::max(1, static_cast<int>(picture.height * scale));
    const int width = std::max(1, static_cast<int>(picture.width * scale));
    Image small(width, height);
    small.rgb = resizeLikePillow({picture.height, picture.width, 3, picture.rgb.data()}, height, width,
                                 Resample::Bilinear, {0, 0, height, width})
                    .values;
    return small;
}

} // namespace tvlt
