#include "widgets/columns/picture_zoom.h"

#include <algorithm>

namespace tvlt {

namespace {

constexpr double kClosest = 1.0 / 64.0; // of the picture's side

} // namespace

void PictureZoom::zoomBy(double factor, const QPointF& anchor) {
    const double side = std::clamp(part_.width() / factor, kClosest, 1.0);
    const double scale = side / part_.width();
    show({anchor.x() + (part_.left() - anchor.x()) * scale, anchor.y() + (part_.top() - anchor.y()) * scale, side,
          side});
}

void PictureZoom::moveBy(const QPointF& shares) {
    show(part_.translated(shares));
}

void PictureZoom::show(QRectF part) {
    part.moveLeft(std::clamp(part.left(), 0.0, 1.0 - part.width()));
    part.moveTop(std::clamp(part.top(), 0.0, 1.0 - part.height()));
    if (part == part_)
        return;
    part_ = part;
    emit changed();
}

} // namespace tvlt
