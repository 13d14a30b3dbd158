#include "core/base/error.h"
#include "core/features/frame_steps.h"

#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

namespace tvlt {

namespace {

constexpr std::int64_t maxPixels = std::int64_t{1} << 28; ///< of a resized frame, after cropping

std::size_t count(int height, int width, int channels) {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
}

/// How one axis of the output is filled: `length` source positions from `source` go to `target` on; the rest is 0.
struct AxisCrop {
    int source = 0;
    int target = 0;
    int length = 0;
    int size = 0;
};

AxisCrop cropAxis(int size, int asked, bool oddPaddingFallsShort) {
    if (asked <= size)
        return {(size - asked) / 2, 0, asked, asked};
    const int deficit = asked - size;
    if (oddPaddingFallsShort && deficit % 2 == 1)
        return {0, deficit / 2, size, asked - 1};
    return {0, (deficit + 1) / 2, size, asked};
}

struct Geometry {
    int height = 0; ///< after resizing
    int width = 0;
    AxisCrop rows;
    AxisCrop columns;

    [[nodiscard]] Window window() const { return {rows.source, columns.source, rows.length, columns.length}; }
    [[nodiscard]] bool pads() const { return rows.length != rows.size || columns.length != columns.size; }
};

Geometry planGeometry(int height, int width, const ImageProcessorConfig& options, const ReferenceQuirks& quirks) {
    Geometry plan;
    plan.height = height;
    plan.width = width;
    if (options.doResize && options.shortestEdge) {
        const int edge = *options.shortestEdge;
        const double longer =
            static_cast<double>(static_cast<std::int64_t>(edge) * std::max(height, width)) / std::min(height, width);
        if (longer > std::numeric_limits<int>::max())
            throwBadInput("a frame of " + std::to_string(width) + "×" + std::to_string(height) +
                          " is too narrow to be resized");
        plan.height = width <= height ? static_cast<int>(longer) : edge;
        plan.width = width <= height ? edge : static_cast<int>(longer);
    } else if (options.doResize) {
        plan.height = options.sizeHeight;
        plan.width = options.sizeWidth;
    }
    plan.rows = {0, 0, plan.height, plan.height};
    plan.columns = {0, 0, plan.width, plan.width};
    if (options.doCenterCrop) {
        plan.rows = cropAxis(plan.height, options.cropHeight, quirks.oddPaddingFallsShort);
        plan.columns = cropAxis(plan.width, options.cropWidth, quirks.oddPaddingFallsShort);
    }
    if (static_cast<std::int64_t>(plan.rows.size) * plan.columns.size > maxPixels)
        throwBadInput("a frame would have " + std::to_string(plan.columns.size) + "×" + std::to_string(plan.rows.size) +
                      " pixels, which is too large");
    return plan;
}

/// `source` holds the window of the plan, from its corner on when `whole`, else nothing but it.
template <class T>
std::vector<T> place(const T* source, int sourceWidth, const Geometry& plan, int channels, bool whole) {
    std::vector<T> target(count(plan.rows.size, plan.columns.size, channels));
    const std::size_t length = count(1, plan.columns.length, channels);
    for (int y = 0; y < plan.rows.length; ++y) {
        const T* row = source + count(whole ? y + plan.rows.source : y, sourceWidth, channels) +
                       (whole ? count(1, plan.columns.source, channels) : 0);
        std::copy_n(row, length,
                    target.data() + count(plan.rows.target + y, plan.columns.size, channels) +
                        count(1, plan.columns.target, channels));
    }
    return target;
}

Pixels resizeAndCrop(const PixelView& picture, const Geometry& plan, Resample filter) {
    if (picture.channels != 1 && picture.channels != 3)
        throwUnsupported("frames of " + std::to_string(picture.channels) + " channels can't be resized", "frames",
                         "Give grey (1) or RGB (3) frames.");
    Pixels resized = resizeLikePillow(picture, plan.height, plan.width, filter, plan.window());
    if (!plan.pads())
        return resized;
    return {plan.rows.size, plan.columns.size, resized.channels,
            place(resized.values.data(), resized.width, plan, resized.channels, false)};
}

/// The reference's test whether floats are 8-bit levels already: NumPy's allclose() with the truncated values.
bool allWhole(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double v) {
        const double whole = std::trunc(v);
        return std::fabs(v - whole) <= 1e-8 + 1e-5 * std::fabs(whole);
    });
}

struct ByteFrame {
    std::vector<std::uint8_t> values;
    bool scaled = false; ///< they were in [0, 1] and are 255 times as large now
};

template <class T> ByteFrame toBytes(const std::vector<T>& values) {
    const std::vector<double> numbers(values.begin(), values.end());
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    const bool finite = std::all_of(numbers.begin(), numbers.end(), [](double v) { return std::isfinite(v); });
    const bool whole = finite && allWhole(numbers);
    const double limit = whole ? 255.0 : 1.0;
    if (!finite || *low < 0.0 || *high > limit)
        throwBadInput(finite ? "values from " + std::to_string(*low) + " to " + std::to_string(*high) +
                                   " are no picture that can be resized"
                             : "some values are not finite",
                      "frames", "Give 8-bit levels, or floats in [0, 1].");
    ByteFrame bytes;
    bytes.scaled = !whole;
    bytes.values.reserve(values.size());
    for (const T value : values) {
        if constexpr (std::is_same_v<T, float>)
            bytes.values.push_back(static_cast<std::uint8_t>(whole ? value : value * 255.0F));
        else
            bytes.values.push_back(static_cast<std::uint8_t>(
                whole ? static_cast<float>(value) : static_cast<float>(static_cast<double>(value) * 255.0)));
    }
    return bytes;
}

} // namespace

Pixels resizeAndCrop(const PixelView& picture, const ImageProcessorConfig& options, const ReferenceQuirks& quirks) {
    return resizeAndCrop(picture, planGeometry(picture.height, picture.width, options, quirks), options.resample);
}

Frame resizeAndCrop(Frame frame, const ImageProcessorConfig& options, const ReferenceQuirks& quirks) {
    const Geometry plan = planGeometry(frame.height, frame.width, options, quirks);
    Frame result{plan.rows.size, plan.columns.size, frame.channels, {}};
    std::visit(
        [&](auto& values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            if (!options.doResize) {
                result.values = place(values.data(), frame.width, plan, frame.channels, true);
                return;
            }
            if constexpr (!std::is_same_v<T, std::complex<float>>) {
                ByteFrame bytes;
                if constexpr (std::is_same_v<T, std::uint8_t>)
                    bytes.values = std::move(values);
                else
                    bytes = toBytes(values);
                Pixels pixels = resizeAndCrop(PixelView{frame.height, frame.width, frame.channels, bytes.values.data()},
                                              plan, options.resample);
                if (!bytes.scaled) {
                    result.values = std::move(pixels.values);
                    return;
                }
                std::vector<float> scaled;
                scaled.reserve(pixels.values.size());
                for (const std::uint8_t level : pixels.values)
                    scaled.push_back(static_cast<float>(level * (1.0 / 255.0)));
                result.values = std::move(scaled);
            }
        },
        frame.values);
    return result;
}

} // namespace tvlt
