#include "core/synth/sounding_shapes.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tvlt {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kLowestPitch = 220.0; // Hz; two octaves up to 880
constexpr double kOctaves = 2.0;
constexpr int kPartials = 9;

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

std::array<double, 3> colourOfHue(double hue, double saturation, double value) {
    std::array<double, 3> rgb{};
    for (int c = 0; c < 3; ++c) {
        const double k = std::fmod((c == 0 ? 5.0 : c == 1 ? 3.0 : 1.0) + hue * 6.0, 6.0);
        rgb[static_cast<std::size_t>(c)] = value - value * saturation * std::clamp(std::min(k, 4.0 - k), 0.0, 1.0);
    }
    return rgb;
}

/// Distance to the edge of a regular shape of circumradius 1, negative inside; exact enough near the edge for
/// antialiasing.
double edgeDistance(ShapeKind kind, double x, double y) {
    const double r = std::hypot(x, y);
    const double angle = std::atan2(y, x);
    const auto polygon = [&](int sides) {
        const double sector = 2 * kPi / sides;
        const double a = std::remainder(angle + kPi / 2, sector);
        return r * std::cos(a - std::copysign(sector / 2, a)) - std::cos(sector / 2);
    };
    switch (kind) {
    case ShapeKind::Circle:
        return r - 1.0;
    case ShapeKind::Square:
        return polygon(4);
    case ShapeKind::Triangle:
        return polygon(3);
    case ShapeKind::Star: {
        // Five points; the inner radius is 0.45 of the outer one: the edge is the line between the two.
        const double sector = 2 * kPi / 5;
        const double a = std::abs(std::remainder(angle + kPi / 2, sector));
        const double px = r * std::cos(a), py = r * std::sin(a);
        const double qx = 0.45 * std::cos(sector / 2), qy = 0.45 * std::sin(sector / 2);
        const double length = std::hypot(qx - 1.0, qy);
        return ((px - 1.0) * qy - py * (qx - 1.0)) / length;
    }
    }
    return 1.0;
}

/// Amplitudes of the first partials: the timbre.
std::array<double, kPartials> partials(ShapeKind kind) {
    std::array<double, kPartials> a{};
    for (int n = 1; n <= kPartials; ++n) {
        auto& amplitude = a[static_cast<std::size_t>(n - 1)];
        switch (kind) {
        case ShapeKind::Circle:
            amplitude = n == 1 ? 1.0 : 0.0;
            break;
        case ShapeKind::Square:
            amplitude = n % 2 == 1 ? 1.0 / n : 0.0;
            break;
        case ShapeKind::Triangle:
            amplitude = n <= 2 ? 1.0 / n : n == 4 ? 0.5 : 0.0;
            break;
        case ShapeKind::Star:
            amplitude = 1.0 / std::sqrt(static_cast<double>(n));
            break;
        }
    }
    double power = 0;
    for (const double v : a)
        power += v * v;
    for (double& v : a)
        v /= std::sqrt(power);
    return a;
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

double SoundingShapes::Path::raw(double time) const {
    return centre + amplitude * std::sin(2 * kPi * frequency * time + phase);
}

double SoundingShapes::Shape::place(const Path& path, double time) const {
    const double low = radius, high = 1.0 - radius, width = high - low;
    // A triangle wave of period 2 * width: what is past a wall comes back from it.
    const double folded = std::abs(std::remainder(path.raw(time) - low, 2 * width));
    return low + folded;
}

double SoundingShapes::Shape::cover(double pixelX, double pixelY, double time, double pixel) const {
    const double dx = (pixelX - place(x, time)) / radius;
    const double dy = (pixelY - place(y, time)) / radius;
    if (dx * dx + dy * dy > 1.3)
        return 0.0;
    const double a = -(angle + turn * time);
    const double distance =
        edgeDistance(kind, dx * std::cos(a) - dy * std::sin(a), dx * std::sin(a) + dy * std::cos(a)) * radius;
    return std::clamp(0.5 - distance / pixel, 0.0, 1.0);
}

SoundingShapes::SoundingShapes(std::uint64_t seed) : seed_(mix64(seed)) {
    Draws draw(seed_ ^ 1);
    shapes_.resize(static_cast<std::size_t>(1 + draw.below(3)));
    for (auto& shape : shapes_) {
        shape.kind = static_cast<ShapeKind>(draw.below(kShapeKinds));
        shape.radius = draw.in(0.14, 0.24);
        shape.colour = colourOfHue(draw.in(0, 1), draw.in(0.8, 1.0), draw.in(0.85, 1.0));
        for (Path* path : {&shape.x, &shape.y})
            *path = {draw.in(0.4, 0.6), draw.in(0.2, 0.55), draw.in(0.15, 0.6), draw.in(0, 2 * kPi)};
        shape.angle = draw.in(0, 2 * kPi);
        shape.turn = draw.in(-1.5, 1.5);
    }
}

int SoundingShapes::loudest() const {
    const auto largest = std::max_element(shapes_.begin(), shapes_.end(),
                                          [](const Shape& a, const Shape& b) { return a.radius < b.radius; });
    return static_cast<int>(largest - shapes_.begin());
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
                for (; t < seconds; t += period)
                    times.push_back(t);
            }
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

Image SoundingShapes::frame(double time, int size) const {
    Draws draw(seed_ ^ 2);
    const auto from = colourOfHue(draw.in(0, 1), draw.in(0.15, 0.4), draw.in(0.25, 0.6));
    const auto to = colourOfHue(draw.in(0, 1), draw.in(0.15, 0.4), draw.in(0.35, 0.75));
    const double direction = draw.in(0, 2 * kPi) + draw.in(-0.3, 0.3) * time;
    const double shift = draw.in(0, 1) + draw.in(-0.15, 0.15) * time;
    Image image(size, size);
    const double pixel = 1.0 / size;
    for (int row = 0; row < size; ++row) {
        for (int col = 0; col < size; ++col) {
            const double x = (col + 0.5) * pixel, y = (row + 0.5) * pixel;
            const double along = (x - 0.5) * std::cos(direction) + (y - 0.5) * std::sin(direction) + shift;
            const double blend = 0.5 - 0.5 * std::cos(2 * kPi * 0.6 * along);
            std::array<double, 3> colour{};
            for (std::size_t c = 0; c < 3; ++c)
                colour[c] = from[c] + (to[c] - from[c]) * blend;
            for (const Shape& shape : shapes_) {
                const double covered = shape.cover(x, y, time, pixel);
                for (std::size_t c = 0; c < 3; ++c)
                    colour[c] += (shape.colour[c] - colour[c]) * covered;
            }
            for (std::size_t c = 0; c < 3; ++c)
                image.pixel(col, row)[c] =
                    static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(colour[c], 0.0, 1.0)));
        }
    }
    return image;
}

Grid SoundingShapes::cover(double time, int size) const {
    Grid covered(size, size);
    const double pixel = 1.0 / size;
    for (int row = 0; row < size; ++row)
        for (int col = 0; col < size; ++col)
            for (const Shape& shape : shapes_)
                covered.at(row, col) =
                    std::max(covered.at(row, col),
                             static_cast<float>(shape.cover((col + 0.5) * pixel, (row + 0.5) * pixel, time, pixel)));
    return covered;
}

std::vector<float> SoundingShapes::sound(double seconds, int sampleRate) const {
    const auto samples = static_cast<std::size_t>(std::max(0.0, std::floor(seconds * sampleRate + 1e-9)));
    std::vector<double> mix(samples, 0.0);
    for (int index = 0; index < count(); ++index) {
        const Shape& shape = shapes_[static_cast<std::size_t>(index)];
        const auto timbre = partials(shape.kind);
        const double loudness = 2.5 * shape.radius * shape.radius;
        double phase = 0.0; // turns: the integral of the pitch from time 0
        for (std::size_t i = 0; i < samples; ++i) {
            double value = 0.0;
            for (std::size_t n = 0; n < timbre.size(); ++n) {
                if (timbre[n] != 0.0)
                    value += timbre[n] * std::sin(2 * kPi * phase * static_cast<double>(n + 1));
            }
            mix[i] += loudness * value;
            phase += pitch(index, static_cast<double>(i) / sampleRate) / sampleRate;
            phase -= std::floor(phase);
        }
        for (const double time : bounces(index, seconds)) {
            const auto first = static_cast<std::size_t>(std::ceil(time * sampleRate));
            const auto length = static_cast<std::size_t>(0.02 * sampleRate);
            for (std::size_t k = 0; k < length && first + k < samples; ++k) {
                const double decay = std::exp(-static_cast<double>(k) / (0.003 * sampleRate));
                mix[first + k] += 0.35 * decay * (2.0 * uniformAt(seed_ ^ 3, first + k) - 1.0);
            }
        }
    }
    std::vector<float> result(samples);
    for (std::size_t i = 0; i < samples; ++i)
        result[i] = static_cast<float>(std::tanh(mix[i] + 0.002 * (2.0 * uniformAt(seed_ ^ 4, i) - 1.0)));
    return result;
}

} // namespace tvlt
