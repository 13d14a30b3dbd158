#include "core/features/log_mel.h"

#include "core/base/error.h"
#include "core/features/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

namespace tvlt {

namespace {

constexpr int framesPerBlock = 64;
constexpr double powerFloor = 1e-10;
constexpr double range = 80.0;                             ///< dB
constexpr std::int64_t mostValues = std::int64_t{1} << 27; ///< 1 GiB in double precision

} // namespace

LogMel logMelSpectrogram(std::span<const double> signal, const StftSettings& settings, const MelFilters& filters,
                         const Job& job) {
    LogMel result;
    result.frames = stftFrames(signal.size(), settings);
    result.bands = static_cast<int>(filters.bands.size());
    const auto bands = filters.bands.size();
    if (static_cast<std::int64_t>(result.frames) * result.bands > mostValues)
        throwBadInput("a spectrogram of " + std::to_string(result.frames) + " columns and " +
                          std::to_string(result.bands) + " bands is too large",
                      "hop_length", "Take a shorter segment, or a longer hop.");
    std::vector<double> db(bands * static_cast<std::size_t>(result.frames));
    const int blocks = (result.frames + framesPerBlock - 1) / framesPerBlock;
    std::vector<double> loudest(static_cast<std::size_t>(blocks), -INFINITY);
    forEachInParallel(blocks, [&](int block) {
        const int first = block * framesPerBlock;
        const int last = std::min(first + framesPerBlock, result.frames);
        powerSpectra(
            signal, settings, {first, last},
            [&](int frame, const double* power) {
                double* row = db.data() + bands * static_cast<std::size_t>(frame);
                filters.apply(power, row);
                for (std::size_t i = 0; i < bands; ++i) {
                    row[i] = 10.0 * std::log10(std::max(row[i], powerFloor));
                    loudest[static_cast<std::size_t>(block)] =
                        std::max(loudest[static_cast<std::size_t>(block)], row[i]);
                }
            },
            job);
    });
    const double floor = *std::max_element(loudest.begin(), loudest.end()) - range;
    result.db.reserve(db.size());
    for (const double value : db)
        result.db.push_back(static_cast<float>(std::max(value, floor)));
    return result;
}

float modelValue(float db) {
    return std::clamp((db - 20.0F) / 40.0F, -2.0F, 0.0F) + 1.0F;
}

} // namespace tvlt
