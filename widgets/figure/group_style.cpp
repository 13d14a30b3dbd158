#include "widgets/figure/group_style.h"

#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace tvlt {
namespace {

// Apart in hue and in lightness, so that they survive a print in greys with the help of their shapes.
constexpr std::array<QRgb, 8> kColors{0xff1f6fb4, 0xffd97b0f, 0xff12806a, 0xffb3261e,
                                      0xff7a4fb5, 0xff6b6b70, 0xffb8528f, 0xff8a7a12};

/// Corners at `radii` in turn, the first one up.
QPainterPath corners(int count, std::initializer_list<double> radii, double turn = 0.0) {
    QPolygonF polygon;
    const std::vector<double> all(radii);
    for (int i = 0; i < count; ++i) {
        const double angle = turn + 2.0 * std::numbers::pi * i / count;
        const double radius = all[static_cast<std::size_t>(i) % all.size()];
        polygon << QPointF(radius * std::sin(angle), -radius * std::cos(angle));
    }
    QPainterPath path;
    path.addPolygon(polygon);
    path.closeSubpath();
    return path;
}

QPainterPath marker(std::size_t index) {
    constexpr double kPi = std::numbers::pi;
    switch (index % 8) {
    case 1:
        return corners(4, {1.15}, kPi / 4.0); // square
    case 2:
        return corners(3, {1.25}); // triangle
    case 3:
        return corners(10, {1.35, 0.6}); // star
    case 4:
        return corners(4, {1.25}); // diamond
    case 5:
        return corners(3, {1.25}, kPi); // triangle, down
    case 6:
        return corners(6, {1.1}); // hexagon
    case 7:
        return corners(8, {1.3, 0.5}); // four-pointed star
    default:
        break;
    }
    QPainterPath circle;
    circle.addEllipse(QPointF(), 1.0, 1.0);
    return circle;
}

} // namespace

GroupStyle groupStyle(std::size_t index) {
    return {QColor(kColors[index % kColors.size()]), marker(index)};
}

Groups groupsOf(const std::vector<std::string>& nameOfEach) {
    Groups groups;
    for (const std::string& name : nameOfEach) {
        const auto found = std::find(groups.names.begin(), groups.names.end(), name);
        groups.of.push_back(static_cast<std::size_t>(found - groups.names.begin()));
        if (found == groups.names.end())
            groups.names.push_back(name);
    }
    return groups;
}

} // namespace tvlt
