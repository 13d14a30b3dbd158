#include "core/base/error.h"
#include "core/base/random.h"
#include "core/synth/sounding_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace tvlt {

namespace {

constexpr double kPi = std::numbers::pi;

/// Amplitude of partial `n`: the timbre.
double partial(ShapeKind kind, int n) {
    switch (kind) {
    case ShapeKind::Circle:
        return n == 1 ? 1.0 : 0.0;
    case ShapeKind::Square:
        return n % 2 == 1 ? 1.0 / n : 0.0;
    case ShapeKind::Triangle:
        return n <= 2 ? 1.0 / n : n == 4 ? 0.5 : 0.0;
    case ShapeKind::Star:
        return 1.0 / std::sqrt(static_cast<double>(n));
    }
    return 0.0;
}

/// One period of a shape's tone, of equal power for all kinds.
class Wavetable {
  public:
    explicit Wavetable(ShapeKind kind) {
        constexpr int kPartials = 9;
        double power = 0.0;
        for (int n = 1; n <= kPartials; ++n)
            power += partial(kind, n) * partial(kind, n);
        for (int i = 0; i <= kLength; ++i) {
            double value = 0.0;
            for (int n = 1; n <= kPartials; ++n)
                value += partial(kind, n) * std::sin(2 * kPi * n * i / kLength);
            values_[static_cast<std::size_t>(i)] = static_cast<float>(value / std::sqrt(power));
        }
    }

    /// The tone at `turns` >= 0; between points a line, 90 dB below the tone away from it.
    [[nodiscard]] float at(double turns) const {
        const double position = turns * kLength;
        const auto whole = static_cast<int>(position);
        const auto part = static_cast<float>(position - whole);
        const auto i = static_cast<std::size_t>(whole % kLength);
        return values_[i] + part * (values_[i + 1] - values_[i]);
    }

  private:
    static constexpr int kLength = 4096;
    std::array<float, kLength + 1> values_{};
};

const Wavetable& wavetable(ShapeKind kind) {
    static const std::array<Wavetable, kShapeKinds> tables{Wavetable(ShapeKind::Circle), Wavetable(ShapeKind::Square),
                                                           Wavetable(ShapeKind::Triangle), Wavetable(ShapeKind::Star)};
    return tables[static_cast<std::size_t>(kind)];
}

/// Value `index` of a stream of white noise, uniform in [-1, 1].
float noiseAt(std::uint64_t key, std::int64_t index) {
    return static_cast<float>(static_cast<std::int32_t>(mix64(key + static_cast<std::uint64_t>(index)) >> 32)) *
           0x1p-31F;
}

/// Samples [first, first + values.size()) of a clip.
struct Slice {
    std::span<float> values;
    std::int64_t first = 0;
    int sampleRate = 0;
    [[nodiscard]] std::int64_t last() const { return first + static_cast<std::int64_t>(values.size()); }
    /// Of white noise, for equal power in each Hz whatever the rate.
    [[nodiscard]] double noiseLevel() const { return std::sqrt(sampleRate / 44100.0); }
    float& operator[](std::int64_t sample) const { return values[static_cast<std::size_t>(sample - first)]; }
};

/// Adds the tone of pitch(time), which is taken at knots and runs straight between them; so the phase is exact.
template <class Pitch> void addTone(const Slice& slice, const Wavetable& tone, float loudness, Pitch pitch) {
    constexpr int kKnots = 200;                                                 // a second
    const double tick = 1.0 / (static_cast<double>(kKnots) * slice.sampleRate); // seconds
    double turns = 0.0;                                                         // of the tone, modulo 1, at the knot
    double from = pitch(0.0);
    std::int64_t begin = 0, end = 0;
    for (std::int64_t knot = 0; begin < slice.last(); ++knot, begin = end) {
        end = ((knot + 1) * slice.sampleRate + kKnots - 1) / kKnots;
        const double to = pitch(static_cast<double>(knot + 1) / kKnots);
        const double bend = (to - from) * kKnots / 2;
        for (std::int64_t i = std::max(begin, slice.first); i < std::min(end, slice.last()); ++i) {
            const double since = static_cast<double>(i * kKnots - knot * slice.sampleRate) * tick;
            slice[i] += loudness * tone.at(turns + since * (from + since * bend));
        }
        turns += (from + to) / (2 * kKnots);
        turns -= std::floor(turns);
        from = to;
    }
}

/// Adds a burst of noise that starts at `time` and dies away.
void addClick(const Slice& slice, double time, std::uint64_t key) {
    const auto begin = static_cast<std::int64_t>(std::ceil(time * slice.sampleRate));
    const auto end = begin + slice.sampleRate / 50;
    if (end <= slice.first)
        return;
    const double decay = std::exp(-1.0 / (0.003 * slice.sampleRate));
    double level = 0.35 * slice.noiseLevel();
    for (std::int64_t i = begin; i < std::min(end, slice.last()); ++i, level *= decay)
        if (i >= slice.first)
            slice[i] += static_cast<float>(level) * noiseAt(key, i);
}

/// Close to tanh (its Padé approximant), and 1 from 3 on: keeps loud moments in range.
float limited(float x) {
    const float y = std::clamp(x, -3.0F, 3.0F);
    return y * (27.0F + y * y) / (27.0F + 9.0F * y * y);
}

} // namespace

std::vector<float> SoundingShapes::sound(const Segment& segment, int sampleRate) const {
    if (!(segment.start >= 0.0) || !std::isfinite(segment.end()) || sampleRate <= 0)
        throwBadInput("there is no sound before 0 s, and none without a sample rate", "segment");
    std::vector<float> samples(static_cast<std::size_t>(std::max(0LL, std::llround(segment.duration * sampleRate))));
    const Slice slice{samples, std::llround(segment.start * sampleRate), sampleRate};
    const std::uint64_t clicks = mix64(seed_ ^ 3), hiss = mix64(seed_ ^ 4);
    for (int index = 0; index < count(); ++index) {
        const Shape& shape = shapes_[static_cast<std::size_t>(index)];
        addTone(slice, wavetable(shape.kind), static_cast<float>(2.5 * shape.radius * shape.radius),
                [&](double time) { return pitch(index, time); });
        for (const double time : bounces(index, segment.end()))
            addClick(slice, time, clicks);
    }
    const auto faint = static_cast<float>(0.002 * slice.noiseLevel());
    for (std::int64_t i = slice.first; i < slice.last(); ++i)
        slice[i] = limited(slice[i] + faint * noiseAt(hiss, i));
    return samples;
}

} // namespace tvlt
