#pragma once

#include "core/base/grid.h"
#include "core/base/image.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tvlt {

enum class ShapeKind { Circle, Square, Triangle, Star };
inline constexpr int kShapeKinds = 4;
[[nodiscard]] std::string_view shapeName(ShapeKind kind);

/// A procedural audio-visual clip: one to three shapes move along smooth paths, turn, bounce off the frame's edges and
/// hide each other on a slowly moving colour gradient. Each sounds: timbre by kind, pitch by height on screen, loudness
/// by size, a click at each bounce. So the picture predicts the sound and the sound the picture. Everything is a pure
/// function of (seed, time).
class SoundingShapes {
  public:
    explicit SoundingShapes(std::uint64_t seed);

    /// Exact labels.
    [[nodiscard]] int count() const { return static_cast<int>(shapes_.size()); }
    [[nodiscard]] ShapeKind kind(int index) const { return shapes_.at(static_cast<std::size_t>(index)).kind; }
    /// Index of the loudest, which is the largest, shape.
    [[nodiscard]] int loudest() const;
    /// Fundamental of shape `index` at `time`, Hz: 220 at the bottom of the frame, 880 at its top.
    [[nodiscard]] double pitch(int index, double time) const;
    /// Times in [0, seconds) at which shape `index` bounces, ascending.
    [[nodiscard]] std::vector<double> bounces(int index, double seconds) const;

    /// The picture at `time` (seconds), size × size, antialiased.
    [[nodiscard]] Image frame(double time, int size) const;
    /// How much of each of its pixels shapes cover, 0 to 1: exactly where frame() shows them.
    [[nodiscard]] Grid cover(double time, int size) const;
    /// Mono samples of [0, seconds) in (-1, 1).
    [[nodiscard]] std::vector<float> sound(double seconds, int sampleRate) const;

  private:
    /// One coordinate: c + a sin(2 pi f t + p), folded back at the walls.
    struct Path {
        double centre = 0.5;
        double amplitude = 0.3;
        double frequency = 0.3; ///< Hz
        double phase = 0.0;
        [[nodiscard]] double raw(double time) const;
    };
    struct Shape {
        ShapeKind kind = ShapeKind::Circle;
        double radius = 0.2; ///< share of the frame's side
        std::array<double, 3> colour{};
        Path x, y;
        double angle = 0.0;
        double turn = 0.0; ///< radians a second
        [[nodiscard]] double place(const Path& path, double time) const;
        /// Of a pixel of side `pixel` centred at (x, y).
        [[nodiscard]] double cover(double x, double y, double time, double pixel) const;
    };

    std::uint64_t seed_;
    std::vector<Shape> shapes_; ///< later ones hide earlier ones
};

} // namespace tvlt
