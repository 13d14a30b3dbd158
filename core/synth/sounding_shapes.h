#pragma once

#include "core/base/grid.h"
#include "core/base/image.h"
#include "core/base/timeline.h"

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
/// function of (seed, time). Const functions may be called from several threads.
class SoundingShapes {
  public:
    explicit SoundingShapes(std::uint64_t seed);

    /// Exact labels.
    [[nodiscard]] int count() const { return static_cast<int>(shapes_.size()); }
    [[nodiscard]] ShapeKind kind(int index) const { return shapes_.at(static_cast<std::size_t>(index)).kind; }
    /// Share of the frame's side, 0.14 to 0.24.
    [[nodiscard]] double radius(int index) const { return shapes_.at(static_cast<std::size_t>(index)).radius; }
    /// Index of the loudest, which is the largest, shape.
    [[nodiscard]] int loudest() const;
    /// By how much its radius exceeds that of the largest shape of another kind; infinite where there is none.
    [[nodiscard]] double lead() const;
    /// Fundamental of shape `index` at `time`, Hz: 220 at the bottom of the frame, 880 at its top.
    [[nodiscard]] double pitch(int index, double time) const;
    /// Times in [0, seconds) at which shape `index` bounces, ascending.
    [[nodiscard]] std::vector<double> bounces(int index, double seconds) const;

    /// The picture at `time` (seconds), size × size, antialiased.
    [[nodiscard]] Image frame(double time, int size) const;
    /// How much of each of its pixels shapes cover, 0 to 1: exactly where frame() shows them.
    [[nodiscard]] Grid cover(double time, int size) const;
    /// Mono samples in [-1, 1], round(duration * sampleRate) of them. Sample i of the clip stands at i / sampleRate, so
    /// that a segment is a slice of the whole. Partials reach 7.9 kHz: rates below 16 kHz fold them. Throws BadInput
    /// for a segment that starts before 0 or a rate that is not positive.
    [[nodiscard]] std::vector<float> sound(const Segment& segment, int sampleRate) const;
    [[nodiscard]] std::vector<float> sound(double seconds, int sampleRate) const {
        return sound(Segment{0.0, seconds}, sampleRate);
    }

  private:
    using Colour = std::array<double, 3>; ///< R, G, B in [0, 1]

    /// One coordinate: c + a sin(2 pi f t + p), folded back at the walls.
    struct Path {
        double centre = 0.5;
        double amplitude = 0.3;
        double frequency = 0.3; ///< Hz
        double phase = 0.0;
    };
    struct Shape {
        ShapeKind kind = ShapeKind::Circle;
        double radius = 0.2; ///< share of the frame's side
        Colour colour{};
        Path x, y;
        double angle = 0.0;
        double turn = 0.0; ///< radians a second
        /// Where the shape's centre stands, as a share of the frame's side, from the left or the top.
        [[nodiscard]] double place(const Path& path, double time) const;
    };
    class Outline;
    [[nodiscard]] std::vector<Outline> outlines(double time) const;
    /// A gradient that turns and drifts.
    struct Backdrop {
        Colour from{}, to{};
        double direction = 0.0, turn = 0.0; ///< radians, radians a second
        double shift = 0.0, drift = 0.0;    ///< sides of the frame, sides a second
    };

    std::uint64_t seed_;
    std::vector<Shape> shapes_; ///< later ones hide earlier ones
    Backdrop backdrop_;
};

} // namespace tvlt
