#include "core/synth/sounding_shapes.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace tvlt {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kLowestPitch = 220.0; // Hz; two octaves up to 880
constexpr double kOctaves = 2.0;

/// A named stream of random numbers: each draw takes the next.
class Draws {
  public:
    explicit Draws(std::uint64_t key) : key_(key) {}
    double in(double low, double high) { return low + (high - low) * uniformAt(key_, next_++); }
    int below(int n) { return static_cast<int>(in(0.0, n)); }

  private:
    std::uint64_t key_;
    std::uint64_t next_ = 0;
};

struct Range {
    double low, high;
};

/// A colour of any hue.
std::array<double, 3> drawColour(Draws& draw, Range saturations, Range values) {
    const double value = draw.in(values.low, values.high);
    const double saturation = draw.in(saturations.low, saturations.high);
    const double hue = draw.in(0, 1);
    std::array<double, 3> rgb{5.0, 3.0, 1.0};
    for (double& channel : rgb) {
        const double k = std::fmod(channel + hue * 6.0, 6.0);
        channel = value - value * saturation * std::clamp(std::min(k, 4.0 - k), 0.0, 1.0);
    }
    return rgb;
}

} // namespace

std::string_view shapeName(ShapeKind kind) {
    switch (kind) {
    case ShapeKind::Circle:
        return "circle";
    case ShapeKind::Square:
        return "square";
    case ShapeKind::Triangle:
        return "triangle";
    case ShapeKind::Star:
        return "star";
    }
    return "";
}

double SoundingShapes::Shape::place(const Path& path, double time) const {
    const double straight = path.centre + path.amplitude * std::sin(2 * kPi * path.frequency * time + path.phase);
    // What is past a wall comes back from it; no path reaches far enough to meet the other wall then.
    const double low = radius, high = 1.0 - radius;
    return straight < low ? 2 * low - straight : straight > high ? 2 * high - straight : straight;
}

SoundingShapes::SoundingShapes(std::uint64_t seed) : seed_(mix64(seed)) {
    Draws draw(seed_ ^ 1);
    shapes_.resize(static_cast<std::size_t>(1 + draw.below(3)));
    for (auto& shape : shapes_) {
        shape.kind = static_cast<ShapeKind>(draw.below(kShapeKinds));
        shape.radius = draw.in(0.14, 0.24);
        shape.colour = drawColour(draw, {0.8, 1.0}, {0.85, 1.0});
        for (Path* path : {&shape.x, &shape.y})
            *path = {draw.in(0.4, 0.6), draw.in(0.2, 0.55), draw.in(0.15, 0.6), draw.in(0, 2 * kPi)};
        shape.angle = draw.in(0, 2 * kPi);
        shape.turn = draw.in(-1.5, 1.5);
    }
    Draws behind(seed_ ^ 2);
    backdrop_.from = drawColour(behind, {0.15, 0.4}, {0.25, 0.6});
    backdrop_.to = drawColour(behind, {0.15, 0.4}, {0.35, 0.75});
    backdrop_.direction = behind.in(0, 2 * kPi);
    backdrop_.turn = behind.in(-0.3, 0.3);
    backdrop_.shift = behind.in(0, 1);
    backdrop_.drift = behind.in(-0.15, 0.15);
}

int SoundingShapes::loudest() const {
    const auto largest = std::max_element(shapes_.begin(), shapes_.end(),
                                          [](const Shape& a, const Shape& b) { return a.radius < b.radius; });
    return static_cast<int>(largest - shapes_.begin());
}

double SoundingShapes::lead() const {
    const Shape& largest = shapes_[static_cast<std::size_t>(loudest())];
    double lead = std::numeric_limits<double>::infinity();
    for (const Shape& shape : shapes_)
        if (shape.kind != largest.kind)
            lead = std::min(lead, largest.radius - shape.radius);
    return lead;
}

double SoundingShapes::pitch(int index, double time) const {
    const Shape& shape = shapes_.at(static_cast<std::size_t>(index));
    return kLowestPitch * std::exp2(kOctaves * (1.0 - shape.place(shape.y, time)));
}

std::vector<double> SoundingShapes::bounces(int index, double seconds) const {
    const Shape& shape = shapes_.at(static_cast<std::size_t>(index));
    std::vector<double> times;
    for (const Path* path : {&shape.x, &shape.y}) {
        for (const double wall : {shape.radius, 1.0 - shape.radius}) {
            const double s = (wall - path->centre) / path->amplitude;
            if (std::abs(s) >= 1.0)
                continue; // the path never reaches this wall
            // sin(theta) = s has two solutions a turn.
            for (const double theta : {std::asin(s), kPi - std::asin(s)}) {
                const double period = 1.0 / path->frequency;
                double t = (theta - path->phase) / (2 * kPi) * period;
                t -= std::floor(t / period) * period;
                while (t < seconds) {
                    times.push_back(t);
                    t += period;
                }
            }
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

} // namespace tvlt
