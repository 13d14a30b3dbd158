#include "core/synth/sounding_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tvlt {

namespace {

constexpr double kPi = std::numbers::pi;

// A star of radius 1: its inner corners lie at 0.45, seen from the nearest ray; its edges are so long.
const double kInnerX = 0.45 * std::cos(kPi / 5), kInnerY = 0.45 * std::sin(kPi / 5);
const double kStarEdge = std::hypot(1.0 - kInnerX, kInnerY);

} // namespace

/// The edge of a shape at one instant, in shares of the frame's side.
class SoundingShapes::Outline {
  public:
    Outline(const Shape& shape, double time)
        : kind_(shape.kind), x_(shape.place(shape.x, time)), y_(shape.place(shape.y, time)), radius_(shape.radius) {
        corners_ = kind_ == ShapeKind::Square ? 4 : kind_ == ShapeKind::Triangle ? 3 : kind_ == ShapeKind::Star ? 5 : 0;
        if (corners_ == 0)
            return;
        // A star is measured along its rays, a polygon along the normals of its sides; at angle 0 a corner points up.
        const double sector = 2 * kPi / corners_;
        const double first = shape.angle + shape.turn * time - kPi / 2 + (kind_ == ShapeKind::Star ? 0.0 : sector / 2);
        for (int k = 0; k < corners_; ++k)
            axes_[static_cast<std::size_t>(k)] = {std::cos(first + k * sector), std::sin(first + k * sector)};
        inradius_ = radius_ * std::cos(sector / 2);
    }

    /// Share, 0 to 1, that the shape covers of a pixel of side `pixel` centred at (x, y).
    [[nodiscard]] double cover(double x, double y, double pixel) const {
        const double dx = x - x_, dy = y - y_, reach = radius_ + pixel;
        const double square = dx * dx + dy * dy;
        return square > reach * reach ? 0.0 : std::clamp(0.5 - distance(dx, dy, square) / pixel, 0.0, 1.0);
    }

  private:
    /// To the edge, negative inside, of a point (x, y) from the centre; exact enough near the edge for antialiasing.
    [[nodiscard]] double distance(double x, double y, double square) const {
        if (kind_ == ShapeKind::Circle)
            return std::sqrt(square) - radius_;
        double along = axes_[0][0] * x + axes_[0][1] * y;
        for (int k = 1; k < corners_; ++k) {
            const auto& axis = axes_[static_cast<std::size_t>(k)];
            along = std::max(along, axis[0] * x + axis[1] * y);
        }
        if (kind_ != ShapeKind::Star)
            return along - inradius_;
        const double across = std::sqrt(std::max(0.0, square - along * along));
        return ((along - radius_) * kInnerY + across * (1.0 - kInnerX)) / kStarEdge;
    }

    ShapeKind kind_;
    double x_, y_, radius_;
    int corners_ = 0;
    std::array<std::array<double, 2>, 5> axes_{}; ///< unit vectors
    double inradius_ = 0.0;
};

std::vector<SoundingShapes::Outline> SoundingShapes::outlines(double time) const {
    std::vector<Outline> result;
    for (const Shape& shape : shapes_)
        result.emplace_back(shape, time);
    return result;
}

Image SoundingShapes::frame(double time, int size) const {
    const auto edges = outlines(time);
    // The gradient's phase is a sum of one term for the column and one for the row.
    constexpr double kWave = 2 * kPi * 0.6; // radians a side
    const double direction = backdrop_.direction + backdrop_.turn * time;
    const double shift = backdrop_.shift + backdrop_.drift * time;
    const double pixel = 1.0 / size;
    std::vector<std::array<double, 2>> columns;
    for (int col = 0; col < size; ++col) {
        const double phase = kWave * ((col + 0.5) * pixel - 0.5) * std::cos(direction);
        columns.push_back({std::cos(phase), std::sin(phase)});
    }

    Image image(size, size);
    std::uint8_t* out = image.rgb.data();
    for (int row = 0; row < size; ++row) {
        const double y = (row + 0.5) * pixel;
        const double phase = kWave * ((y - 0.5) * std::sin(direction) + shift);
        const double rowCos = std::cos(phase), rowSin = std::sin(phase);
        for (int col = 0; col < size; ++col) {
            const double x = (col + 0.5) * pixel;
            const auto& [columnCos, columnSin] = columns[static_cast<std::size_t>(col)];
            const double blend = 0.5 - 0.5 * (columnCos * rowCos - columnSin * rowSin);
            Colour colour{};
            for (std::size_t c = 0; c < 3; ++c)
                colour[c] = backdrop_.from[c] + (backdrop_.to[c] - backdrop_.from[c]) * blend;
            for (std::size_t i = 0; i < edges.size(); ++i) {
                const double covered = edges[i].cover(x, y, pixel);
                if (covered == 0.0)
                    continue;
                for (std::size_t c = 0; c < 3; ++c)
                    colour[c] += (shapes_[i].colour[c] - colour[c]) * covered;
            }
            for (const double channel : colour)
                *out++ = static_cast<std::uint8_t>(255.0 * channel + 0.5);
        }
    }
    return image;
}

Grid SoundingShapes::cover(double time, int size) const {
    const auto edges = outlines(time);
    Grid covered(size, size);
    const double pixel = 1.0 / size;
    for (int row = 0; row < size; ++row)
        for (int col = 0; col < size; ++col)
            for (const Outline& edge : edges)
                covered.at(row, col) =
                    std::max(covered.at(row, col),
                             static_cast<float>(edge.cover((col + 0.5) * pixel, (row + 0.5) * pixel, pixel)));
    return covered;
}

} // namespace tvlt
