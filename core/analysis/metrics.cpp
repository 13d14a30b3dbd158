#include "core/analysis/metrics.h"

#include "core/analysis/patch_pictures.h"

#include <algorithm>
#include <cmath>

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

ModalityMetrics pixelMetrics(const PatchComparison& patches, const PixelInput& scale) {
    ModalityMetrics metrics = squaredErrors(patches);
    double masked = 0.0;
    double visible = 0.0;
    forCounted(patches, [&](std::size_t token, bool hidden) {
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

} // namespace tvlt
