#pragma once

namespace tvlt {

/// A span of a clip, in seconds of its own time: [start, start + duration).
struct Segment {
    double start = 0.0;
    double duration = 0.0;

    [[nodiscard]] double end() const { return start + duration; }
    bool operator==(const Segment&) const = default;
};

/// The time of frame i of n that a segment is sampled at: start + i * duration / n.
[[nodiscard]] constexpr double frameTime(const Segment& segment, int i, int n) {
    return segment.start + static_cast<double>(i) * segment.duration / static_cast<double>(n);
}

/// The time, in seconds from the segment's start, of the centre of spectrogram column `column` (STFT frames are centred
/// on multiples of the hop).
[[nodiscard]] constexpr double columnTime(int column, int hopLength, int samplingRate) {
    return static_cast<double>(column) * static_cast<double>(hopLength) / static_cast<double>(samplingRate);
}

} // namespace tvlt
