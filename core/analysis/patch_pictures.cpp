#include "core/analysis/patch_pictures.h"

#include "core/analysis/analysis.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tvlt {

namespace {

/// Calls `pair(inPatches, inFrames)` with the two offsets of every value, frames laid out as (F, C, H, W).
template <class Pair> void walkFrames(const PatchLayout& l, int channels, Pair&& pair) {
    const int height = l.patchRows * l.patchHeight;
    const int width = l.patchCols * l.patchWidth;
    std::size_t inPatches = 0;
    for (int token = 0; token < l.pixelTokens(); ++token) {
        const PixelPlace place = l.pixelPlace(token);
        for (int y = 0; y < l.patchHeight; ++y)
            for (int x = 0; x < l.patchWidth; ++x)
                for (int c = 0; c < channels; ++c) {
                    const auto plane = static_cast<std::size_t>(place.frame * channels + c);
                    const auto row = plane * static_cast<std::size_t>(height) +
                                     static_cast<std::size_t>(place.row * l.patchHeight + y);
                    pair(inPatches++, row * static_cast<std::size_t>(width) +
                                          static_cast<std::size_t>(place.col * l.patchWidth + x));
                }
    }
}

template <class Pair> void walkSpectrogram(const PatchLayout& l, Pair&& pair) {
    const auto mels = static_cast<std::size_t>(l.bands * l.patchMels);
    std::size_t inPatches = 0;
    for (int token = 0; token < l.audioTokens(); ++token) {
        const AudioPlace place = l.audioPlace(token);
        for (int row = 0; row < l.patchColumns; ++row)
            for (int mel = 0; mel < l.patchMels; ++mel)
                pair(inPatches++, static_cast<std::size_t>(place.step * l.patchColumns + row) * mels +
                                      static_cast<std::size_t>(place.band * l.patchMels + mel));
    }
}

} // namespace

std::vector<float> patchesFromFrames(std::span<const float> frames, const PatchLayout& layout, int channels) {
    std::vector<float> patches(frames.size());
    walkFrames(layout, channels, [&](std::size_t p, std::size_t f) { patches[p] = frames[f]; });
    return patches;
}

std::vector<float> framesFromPatches(std::span<const float> patches, const PatchLayout& layout, int channels) {
    std::vector<float> frames(patches.size());
    walkFrames(layout, channels, [&](std::size_t p, std::size_t f) { frames[f] = patches[p]; });
    return frames;
}

std::vector<float> patchesFromSpectrogram(std::span<const float> rows, const PatchLayout& layout) {
    std::vector<float> patches(rows.size());
    walkSpectrogram(layout, [&](std::size_t p, std::size_t s) { patches[p] = rows[s]; });
    return patches;
}

std::vector<float> spectrogramFromPatches(std::span<const float> patches, const PatchLayout& layout) {
    std::vector<float> rows(patches.size());
    walkSpectrogram(layout, [&](std::size_t p, std::size_t s) { rows[s] = patches[p]; });
    return rows;
}

std::vector<float> pastePatches(std::span<const float> prediction, std::span<const float> target,
                                std::span<const std::uint8_t> hidden) {
    std::vector<float> pasted(target.begin(), target.end());
    if (hidden.empty())
        return pasted;
    const std::size_t values = target.size() / hidden.size();
    for (std::size_t token = 0; token < hidden.size(); ++token)
        if (hidden[token] != 0)
            std::copy_n(prediction.begin() + static_cast<std::ptrdiff_t>(token * values), values,
                        pasted.begin() + static_cast<std::ptrdiff_t>(token * values));
    return pasted;
}

std::vector<float> borrowedStatistics(std::span<const float> prediction, std::span<const float> target,
                                      int valuesPerPatch) {
    const auto n = static_cast<std::size_t>(valuesPerPatch);
    const auto statistics = [n](std::span<const float> patch) {
        double mean = 0.0;
        for (const float value : patch)
            mean += static_cast<double>(value) / static_cast<double>(n);
        double variance = 0.0;
        for (const float value : patch)
            variance += std::pow(static_cast<double>(value) - mean, 2.0) / static_cast<double>(n);
        return std::pair{mean, std::sqrt(variance)};
    };
    std::vector<float> borrowed(prediction.size());
    for (std::size_t first = 0; first + n <= prediction.size(); first += n) {
        const auto [mean, deviation] = statistics(prediction.subspan(first, n));
        const auto [wantedMean, wantedDeviation] = statistics(target.subspan(first, n));
        const double scale = deviation > 1e-9 ? wantedDeviation / deviation : 0.0;
        for (std::size_t i = first; i < first + n; ++i)
            borrowed[i] = static_cast<float>((static_cast<double>(prediction[i]) - mean) * scale + wantedMean);
    }
    return borrowed;
}

double unitLevel(float value, const PixelInput& scale, int channel) {
    const auto c = static_cast<std::size_t>(channel);
    const double level =
        (static_cast<double>(value) * static_cast<double>(scale.std[c]) + static_cast<double>(scale.mean[c])) /
        scale.rescale / 255.0;
    return std::clamp(level, 0.0, 1.0);
}

std::vector<Image> imagesFromFrames(std::span<const float> frames, const PixelInput& scale) {
    const auto plane = static_cast<std::size_t>(scale.width) * static_cast<std::size_t>(scale.height);
    std::vector<Image> images;
    for (int f = 0; f < scale.frames; ++f) {
        Image& image = images.emplace_back(scale.width, scale.height);
        for (int rgb = 0; rgb < 3; ++rgb) {
            const int c = std::min(rgb, scale.channels - 1);
            const auto values = frames.subspan(static_cast<std::size_t>(f * scale.channels + c) * plane, plane);
            for (std::size_t i = 0; i < plane; ++i)
                image.rgb[i * 3 + static_cast<std::size_t>(rgb)] =
                    static_cast<std::uint8_t>(std::lround(unitLevel(values[i], scale, c) * 255.0));
        }
    }
    return images;
}

Grid decibelGrid(std::span<const float> rows, int realRows, int mels) {
    Grid grid(realRows, mels);
    std::transform(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(grid.values.size()), grid.values.begin(),
                   valueToDb);
    return grid;
}

} // namespace tvlt
