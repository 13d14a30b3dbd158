#include "core/features/pillow_resize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tvlt {

namespace {

constexpr int precisionBits = 32 - 8 - 2;

double sinc(double x) {
    if (x == 0.0)
        return 1.0;
    x *= std::numbers::pi;
    return std::sin(x) / x;
}

double bicubic(double x) {
    constexpr double a = -0.5;
    x = std::fabs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
}

double hamming(double x) {
    x = std::fabs(x);
    if (x == 0.0)
        return 1.0;
    if (x >= 1.0)
        return 0.0;
    x *= std::numbers::pi;
    return std::sin(x) / x * (0.54 + 0.46 * std::cos(x));
}

double kernel(Resample filter, double x) {
    switch (filter) {
    case Resample::Lanczos:
        return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
    case Resample::Bilinear:
        return std::max(0.0, 1.0 - std::fabs(x));
    case Resample::Bicubic:
        return bicubic(x);
    case Resample::Box:
        return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
    case Resample::Hamming:
        return hamming(x);
    case Resample::Nearest:
        break;
    }
    return 0.0;
}

double kernelSupport(Resample filter) {
    switch (filter) {
    case Resample::Lanczos:
        return 3.0;
    case Resample::Bicubic:
        return 2.0;
    case Resample::Box:
        return 0.5;
    default:
        return 1.0;
    }
}

/// The sources of output positions [first, first + count) along one axis, with fixed-point weights.
struct Taps {
    struct Run {
        int start = 0; ///< first source position
        int length = 0;
        std::size_t weights = 0; ///< where the run's weights begin
    };
    std::vector<Run> runs;
    std::vector<std::int32_t> weights;

    [[nodiscard]] int sourceBegin() const {
        return std::min_element(runs.begin(), runs.end(), [](auto& a, auto& b) { return a.start < b.start; })->start;
    }
    [[nodiscard]] int sourceEnd() const {
        int end = 0;
        for (const Run& run : runs)
            end = std::max(end, run.start + run.length);
        return end;
    }
};

std::int32_t fixedPoint(double weight) {
    return static_cast<std::int32_t>((weight < 0 ? -0.5 : 0.5) + weight * (1 << precisionBits));
}

Taps computeTaps(int inSize, int outSize, Resample filter, int first, int count) {
    const double scale = static_cast<double>(inSize) / outSize;
    const double filterScale = std::max(scale, 1.0);
    const double support = kernelSupport(filter) * filterScale;
    const double inverse = 1.0 / filterScale;
    Taps taps;
    std::vector<double> weights;
    for (int i = first; i < first + count; ++i) {
        const double centre = (i + 0.5) * scale;
        const int low = std::max(0, static_cast<int>(centre - support + 0.5));
        const int high = std::min(inSize, static_cast<int>(centre + support + 0.5));
        weights.clear();
        double sum = 0.0;
        for (int j = 0; j < high - low; ++j) {
            weights.push_back(kernel(filter, (j + low - centre + 0.5) * inverse));
            sum += weights.back();
        }
        taps.runs.push_back({low, high - low, taps.weights.size()});
        for (const double weight : weights)
            taps.weights.push_back(fixedPoint(sum != 0.0 ? weight / sum : weight));
    }
    return taps;
}

std::uint8_t toByte(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> precisionBits, 0, 255));
}

template <int Channels> void resizeRow(const std::uint8_t* source, const Taps& taps, std::uint8_t* target) {
    for (const Taps::Run& run : taps.runs) {
        const std::int32_t* weights = taps.weights.data() + run.weights;
        const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(run.start) * Channels;
        std::int32_t sums[Channels];
        std::fill_n(sums, Channels, 1 << (precisionBits - 1));
        for (int k = 0; k < run.length; ++k, pixel += Channels)
            for (int c = 0; c < Channels; ++c)
                sums[c] += weights[k] * pixel[c];
        for (int c = 0; c < Channels; ++c)
            *target++ = toByte(sums[c]);
    }
}

/// Rows [firstRow, firstRow + rows) of the picture, resized along x.
Pixels horizontalPass(const PixelView& picture, const Taps& taps, int firstRow, int rows) {
    const int width = static_cast<int>(taps.runs.size());
    Pixels result{rows, width, picture.channels, {}};
    const std::size_t stride = static_cast<std::size_t>(width) * static_cast<std::size_t>(picture.channels);
    result.values.resize(stride * static_cast<std::size_t>(rows));
    const auto resize = picture.channels == 1 ? &resizeRow<1> : &resizeRow<3>;
    for (int y = 0; y < rows; ++y) {
        const std::size_t row = static_cast<std::size_t>(firstRow + y) * static_cast<std::size_t>(picture.width);
        resize(picture.values + row * static_cast<std::size_t>(picture.channels), taps,
               result.values.data() + stride * static_cast<std::size_t>(y));
    }
    return result;
}

/// The picture, whose first row is source row `firstRow`, resized along y.
Pixels verticalPass(const Pixels& picture, const Taps& taps, int firstRow) {
    const int height = static_cast<int>(taps.runs.size());
    Pixels result{height, picture.width, picture.channels, {}};
    const std::size_t stride = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.channels);
    result.values.resize(stride * static_cast<std::size_t>(height));
    std::vector<std::int32_t> sums(stride);
    for (int y = 0; y < height; ++y) {
        const Taps::Run& run = taps.runs[static_cast<std::size_t>(y)];
        std::fill(sums.begin(), sums.end(), 1 << (precisionBits - 1));
        for (int k = 0; k < run.length; ++k) {
            const std::int32_t weight = taps.weights[run.weights + static_cast<std::size_t>(k)];
            const std::uint8_t* row =
                picture.values.data() + stride * static_cast<std::size_t>(run.start - firstRow + k);
            for (std::size_t x = 0; x < stride; ++x)
                sums[x] += weight * row[x];
        }
        std::uint8_t* target = result.values.data() + stride * static_cast<std::size_t>(y);
        for (std::size_t x = 0; x < stride; ++x)
            target[x] = toByte(sums[x]);
    }
    return result;
}

Pixels cut(const PixelView& picture, const Window& window) {
    Pixels result{window.height, window.width, picture.channels, {}};
    const auto channels = static_cast<std::size_t>(picture.channels);
    for (int y = window.top; y < window.top + window.height; ++y) {
        const std::size_t start = (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                                   static_cast<std::size_t>(window.left)) *
                                  channels;
        const std::uint8_t* row = picture.values + start;
        result.values.insert(result.values.end(), row, row + static_cast<std::size_t>(window.width) * channels);
    }
    return result;
}

/// libImaging/Geometry.c walks by repeated addition, and its rounding decides which pixel is taken.
std::vector<int> nearestSources(int inSize, int outSize, int first, int count) {
    const double scale = static_cast<double>(inSize) / outSize;
    std::vector<int> sources;
    double position = scale * 0.5;
    for (int i = 0; i < first + count; ++i, position += scale)
        if (i >= first)
            sources.push_back(std::min(static_cast<int>(position), inSize - 1));
    return sources;
}

Pixels resizeNearest(const PixelView& picture, int outHeight, int outWidth, const Window& window) {
    const std::vector<int> rows = nearestSources(picture.height, outHeight, window.top, window.height);
    const std::vector<int> columns = nearestSources(picture.width, outWidth, window.left, window.width);
    Pixels result{window.height, window.width, picture.channels, {}};
    const auto channels = static_cast<std::size_t>(picture.channels);
    result.values.reserve(rows.size() * columns.size() * channels);
    for (const int row : rows)
        for (const int column : columns) {
            const std::size_t start = (static_cast<std::size_t>(row) * static_cast<std::size_t>(picture.width) +
                                       static_cast<std::size_t>(column)) *
                                      channels;
            result.values.insert(result.values.end(), picture.values + start, picture.values + start + channels);
        }
    return result;
}

} // namespace

Pixels resizeLikePillow(const PixelView& picture, int outHeight, int outWidth, Resample filter, const Window& window) {
    const bool horizontal = outWidth != picture.width;
    const bool vertical = outHeight != picture.height;
    if (!horizontal && !vertical)
        return cut(picture, window);
    if (filter == Resample::Nearest)
        return resizeNearest(picture, outHeight, outWidth, window);

    // The horizontal pass only touches the rows that the vertical one will read.
    Taps rowTaps;
    Window source{window.top, window.left, window.height, window.width};
    if (vertical) {
        rowTaps = computeTaps(picture.height, outHeight, filter, window.top, window.height);
        source.top = rowTaps.sourceBegin();
        source.height = rowTaps.sourceEnd() - source.top;
    }
    const Pixels narrow =
        horizontal ? horizontalPass(picture, computeTaps(picture.width, outWidth, filter, window.left, window.width),
                                    source.top, source.height)
                   : cut(picture, source);
    return vertical ? verticalPass(narrow, rowTaps, source.top) : narrow;
}

} // namespace tvlt
