#include "core/features/frame_steps.h"

#include "core/base/error.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace tvlt {

namespace {

std::size_t count(int height, int width, int channels) {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
}

/// mean or std, one per channel.
std::vector<double> perChannel(const std::vector<double>& values, int channels, const char* name) {
    if (values.size() == 1)
        return std::vector<double>(static_cast<std::size_t>(channels), values[0]);
    if (values.size() != static_cast<std::size_t>(channels))
        throwBadInput("must have one value for each of " + std::to_string(channels) + " channels, got " +
                          std::to_string(values.size()),
                      name);
    return values;
}

template <class T> T normalised(T value, double mean, double deviation) {
    return (value - static_cast<T>(mean)) / static_cast<T>(deviation);
}

/// Interleaved numbers through `convert(channel, value)` into the output's order.
template <class Out, class In, class Convert>
NdArray layOut(const Frame& frame, const std::vector<In>& values, ChannelFormat format, Convert convert) {
    const auto channels = static_cast<std::size_t>(frame.channels);
    const std::size_t plane = count(frame.height, frame.width, 1);
    const bool first = format == ChannelFormat::First;
    std::vector<Out> out(values.size());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < plane; ++i)
            out[first ? c * plane + i : i * channels + c] = convert(c, values[i * channels + c]);
    if (first)
        return NdArray({frame.channels, frame.height, frame.width}, std::move(out));
    return NdArray({frame.height, frame.width, frame.channels}, std::move(out));
}

} // namespace

ChannelFormat inferChannelFormat(const NdArray& frame, bool firstAxisWins) {
    const auto couldBe = [](std::int64_t length) { return length == 1 || length == 3; };
    const bool first = couldBe(frame.shape.front());
    const bool last = couldBe(frame.shape.back());
    if (!first && !last)
        throwBadInput("can't tell the channels' axis of a frame of shape " + frame.shapeText(), "frames",
                      "Say input_data_format, or give frames of 1 or 3 channels.");
    if (first && last)
        return frame.holds<std::uint8_t>() && !firstAxisWins ? ChannelFormat::Last : ChannelFormat::First;
    return first ? ChannelFormat::First : ChannelFormat::Last;
}

Frame toFrame(NdArray array, ChannelFormat format) {
    if (array.ndim() != 3)
        throwBadInput("frames must have 3 dimensions, got shape " + array.shapeText(), "frames");
    for (const std::int64_t side : array.shape)
        if (side < 1 || side > (1 << 24))
            throwBadInput("a frame of shape " + array.shapeText() + " has an impossible side", "frames");
    const bool first = format == ChannelFormat::First;
    const auto side = [&](int axis) { return static_cast<int>(array.shape[static_cast<std::size_t>(axis)]); };
    Frame frame{side(first ? 1 : 0), side(first ? 2 : 1), side(first ? 0 : 2), {}};
    if (std::holds_alternative<std::vector<std::complex<float>>>(array.data))
        throwBadInput("complex numbers are no picture", "frames");
    if (!first) {
        frame.values = std::move(array.data);
        return frame;
    }
    std::visit(
        [&](const auto& planes) {
            std::decay_t<decltype(planes)> values;
            values.reserve(planes.size());
            const std::size_t plane = count(frame.height, frame.width, 1);
            for (std::size_t i = 0; i < plane; ++i)
                for (int c = 0; c < frame.channels; ++c)
                    values.push_back(planes[plane * static_cast<std::size_t>(c) + i]);
            frame.values = std::move(values);
        },
        array.data);
    return frame;
}

bool looksRescaled(const Frame& frame) {
    return std::visit(
        [](const auto& values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_floating_point_v<T>)
                return std::all_of(values.begin(), values.end(), [](T v) { return v >= 0 && v <= 1; });
            else
                return false;
        },
        frame.values);
}

std::vector<std::array<float, 256>> levelTables(const ImageProcessorConfig& options, int channels) {
    std::vector<std::array<float, 256>> tables(static_cast<std::size_t>(channels));
    for (auto& table : tables)
        for (int level = 0; level < 256; ++level)
            table[static_cast<std::size_t>(level)] =
                options.doRescale ? static_cast<float>(level * options.rescaleFactor) : static_cast<float>(level);
    if (options.doNormalize) {
        const std::vector<double> mean = perChannel(options.imageMean, channels, "image_mean");
        const std::vector<double> deviation = perChannel(options.imageStd, channels, "image_std");
        for (std::size_t c = 0; c < tables.size(); ++c)
            for (float& value : tables[c])
                value = normalised(value, mean[c], deviation[c]);
    }
    return tables;
}

NdArray toValues(const Frame& frame, const ImageProcessorConfig& options, ChannelFormat format) {
    return std::visit(
        [&](const auto& values) -> NdArray {
            using T = typename std::decay_t<decltype(values)>::value_type;
            if (!options.doRescale && !options.doNormalize)
                return layOut<T>(frame, values, format, [](std::size_t, T value) { return value; });
            if constexpr (std::is_same_v<T, std::uint8_t>) {
                const auto tables = levelTables(options, frame.channels);
                return layOut<float>(frame, values, format, [&](std::size_t c, T level) { return tables[c][level]; });
            } else if constexpr (!std::is_same_v<T, std::complex<float>>) {
                std::vector<double> mean;
                std::vector<double> deviation;
                if (options.doNormalize) {
                    mean = perChannel(options.imageMean, frame.channels, "image_mean");
                    deviation = perChannel(options.imageStd, frame.channels, "image_std");
                }
                if (std::is_same_v<T, double> && !options.doRescale)
                    return layOut<double>(frame, values, format, [&](std::size_t c, T value) {
                        return normalised(static_cast<double>(value), mean[c], deviation[c]);
                    });
                // NumPy multiplies float32 by a Python number in float32, everything else in float64.
                const auto rescaled = [&](T value) {
                    if constexpr (std::is_same_v<T, float>)
                        return value * static_cast<float>(options.rescaleFactor);
                    else
                        return static_cast<float>(static_cast<double>(value) * options.rescaleFactor);
                };
                return layOut<float>(frame, values, format, [&](std::size_t c, T value) {
                    const float scaled = options.doRescale ? rescaled(value) : static_cast<float>(value);
                    return options.doNormalize ? normalised(scaled, mean[c], deviation[c]) : scaled;
                });
            } else {
                throwBadInput("complex numbers are no picture", "frames");
            }
        },
        frame.values);
}

} // namespace tvlt
