#include "core/analysis/metrics.h"

#include "core/analysis/patch_pictures.h"
#include "core/analysis/ssim.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tvlt {

namespace {

constexpr double kDbPerUnit = 40.0; // valueToDb()

std::span<const float> patch(std::span<const float> values, std::size_t token, int valuesPerPatch) {
    const auto n = static_cast<std::size_t>(valuesPerPatch);
    return values.subspan(token * n, n);
}

double meanSquare(std::span<const float> a, std::span<const float> b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sum += difference * difference;
    }
    return sum / static_cast<double>(a.size());
}

/// Calls `visit(token, isHidden)` for each token that counts.
template <class Visit> void forCounted(const PatchComparison& patches, Visit&& visit) {
    for (std::size_t token = 0; token < patches.hidden.size(); ++token)
        if (patches.ignored.empty() || patches.ignored[token] == 0)
            visit(token, patches.hidden[token] != 0);
}

/// Patch counts and mse of both sets.
ModalityMetrics squaredErrors(const PatchComparison& patches) {
    ModalityMetrics metrics;
    forCounted(patches, [&](std::size_t token, bool hidden) {
        ErrorStats& stats = hidden ? metrics.masked : metrics.visible;
        ++stats.patches;
        stats.mse = stats.mse.value_or(0.0) + meanSquare(patch(patches.prediction, token, patches.valuesPerPatch),
                                                         patch(patches.target, token, patches.valuesPerPatch));
    });
    for (ErrorStats* stats : {&metrics.masked, &metrics.visible})
        if (stats->mse)
            *stats->mse /= stats->patches;
    return metrics;
}

} // namespace

std::vector<double> patchErrors(std::span<const float> prediction, std::span<const float> target, int valuesPerPatch) {
    std::vector<double> errors(target.size() / static_cast<std::size_t>(valuesPerPatch));
    for (std::size_t token = 0; token < errors.size(); ++token)
        errors[token] = meanSquare(patch(prediction, token, valuesPerPatch), patch(target, token, valuesPerPatch));
    return errors;
}

PatchComparison PatchComparison::part(int first, int count) const {
    const auto from = static_cast<std::size_t>(first);
    const auto n = static_cast<std::size_t>(count);
    const auto values = static_cast<std::size_t>(valuesPerPatch);
    return {prediction.subspan(from * values, n * values), target.subspan(from * values, n * values), valuesPerPatch,
            hidden.subspan(from, n), ignored.empty() ? ignored : ignored.subspan(from, n)};
}

std::vector<double> patchSsim(std::span<const float> prediction, std::span<const float> target,
                              const PatchLayout& layout, const PixelInput& scale) {
    const auto plane = static_cast<std::size_t>(scale.width) * static_cast<std::size_t>(scale.height);
    std::vector<float> similarity;
    similarity.reserve(prediction.size());
    std::vector<float> a(plane);
    std::vector<float> b(plane);
    for (std::size_t first = 0; first < prediction.size(); first += plane) {
        const int channel = static_cast<int>(first / plane) % scale.channels;
        for (std::size_t i = 0; i < plane; ++i) {
            a[i] = static_cast<float>(unitLevel(prediction[first + i], scale, channel));
            b[i] = static_cast<float>(unitLevel(target[first + i], scale, channel));
        }
        const std::vector<float> map = ssimMap(a, b, scale.width, scale.height);
        similarity.insert(similarity.end(), map.begin(), map.end());
    }
    const auto patches = patchesFromFrames(similarity, layout, scale.channels);
    std::vector<double> means(static_cast<std::size_t>(layout.pixelTokens()));
    const std::size_t values = patches.size() / std::max<std::size_t>(1, means.size());
    for (std::size_t token = 0; token < means.size(); ++token)
        means[token] = std::accumulate(patches.begin() + static_cast<std::ptrdiff_t>(token * values),
                                       patches.begin() + static_cast<std::ptrdiff_t>((token + 1) * values), 0.0) /
                       static_cast<double>(values);
    return means;
}

ModalityMetrics pixelMetrics(const PatchComparison& patches, const PixelInput& scale, std::span<const double> ssim) {
    ModalityMetrics metrics = squaredErrors(patches);
    double masked = 0.0;
    double visible = 0.0;
    forCounted(patches, [&](std::size_t token, bool hidden) {
        if (!ssim.empty()) {
            std::optional<double>& mean = (hidden ? metrics.masked : metrics.visible).ssim;
            mean = mean.value_or(0.0) + ssim[token];
        }
        const auto said = patch(patches.prediction, token, patches.valuesPerPatch);
        const auto real = patch(patches.target, token, patches.valuesPerPatch);
        double sum = 0.0;
        for (std::size_t i = 0; i < said.size(); ++i) {
            const int channel = static_cast<int>(i) % scale.channels;
            const double difference = unitLevel(said[i], scale, channel) - unitLevel(real[i], scale, channel);
            sum += difference * difference;
        }
        (hidden ? masked : visible) += sum / patches.valuesPerPatch;
    });
    for (ErrorStats* stats : {&metrics.masked, &metrics.visible})
        if (stats->ssim)
            *stats->ssim /= stats->patches;
    if (masked > 0.0)
        metrics.masked.psnr = -10.0 * std::log10(masked / metrics.masked.patches);
    if (visible > 0.0)
        metrics.visible.psnr = -10.0 * std::log10(visible / metrics.visible.patches);
    return metrics;
}

ModalityMetrics audioMetrics(const PatchComparison& patches, const PatchLayout& layout, int realRows) {
    ModalityMetrics metrics = squaredErrors(patches);
    struct Sum {
        double absolute = 0.0;
        std::int64_t count = 0;
    } masked, visible;
    forCounted(patches, [&](std::size_t token, bool hidden) {
        const auto said = patch(patches.prediction, token, patches.valuesPerPatch);
        const auto real = patch(patches.target, token, patches.valuesPerPatch);
        const int firstRow = layout.audioPlace(static_cast<int>(token)).step * layout.patchColumns;
        const int rows = std::clamp(realRows - firstRow, 0, layout.patchColumns);
        Sum& sum = hidden ? masked : visible;
        const auto counted = static_cast<std::size_t>(rows) * static_cast<std::size_t>(layout.patchMels);
        for (std::size_t i = 0; i < counted; ++i)
            sum.absolute += std::abs(static_cast<double>(said[i]) - static_cast<double>(real[i]));
        sum.count += static_cast<std::int64_t>(counted);
    });
    const auto decibels = [](const Sum& sum) {
        return sum.count > 0 ? std::optional(kDbPerUnit * sum.absolute / static_cast<double>(sum.count)) : std::nullopt;
    };
    metrics.masked.maeDb = decibels(masked);
    metrics.visible.maeDb = decibels(visible);
    return metrics;
}

std::vector<MomentMetrics> metricsByFrame(const PatchComparison& patches, const PatchLayout& layout,
                                          const PixelInput& scale, std::span<const double> ssim,
                                          std::span<const double> frameTimes, double end) {
    std::vector<MomentMetrics> moments;
    const int perFrame = layout.patchesPerFrame();
    for (int frame = 0; frame < layout.frames; ++frame) {
        const auto f = static_cast<std::size_t>(frame);
        MomentMetrics& moment = moments.emplace_back();
        moment.start = frameTimes[f];
        moment.duration = (f + 1 < frameTimes.size() ? frameTimes[f + 1] : end) - moment.start;
        const auto own =
            ssim.empty() ? ssim
                         : ssim.subspan(static_cast<std::size_t>(frame * perFrame), static_cast<std::size_t>(perFrame));
        moment.metrics = pixelMetrics(patches.part(frame * perFrame, perFrame), scale, own);
    }
    return moments;
}

std::vector<MomentMetrics> metricsBySecond(const PatchComparison& patches, const PatchLayout& layout, int realRows,
                                           double start, double columnSeconds) {
    std::vector<MomentMetrics> moments;
    const int steps = layout.stepsReached(realRows);
    const auto secondOf = [&](int step) {
        return static_cast<int>((step + 0.5) * layout.patchColumns * columnSeconds);
    };
    for (int step = 0; step < steps;) {
        int end = step + 1;
        while (end < steps && secondOf(end) == secondOf(step))
            ++end;
        MomentMetrics& moment = moments.emplace_back();
        moment.start = start + step * layout.patchColumns * columnSeconds;
        moment.duration = (std::min(end * layout.patchColumns, realRows) - step * layout.patchColumns) * columnSeconds;
        moment.metrics = audioMetrics(patches.part(step * layout.bands, (end - step) * layout.bands), layout,
                                      realRows - step * layout.patchColumns);
        step = end;
    }
    return moments;
}

} // namespace tvlt
