#include "core/sweep/sweep_point.h"

#include "core/base/error.h"

#include <string>

namespace tvlt {

namespace {

void checkRatios(const std::vector<double>& ratios) {
    for (const double ratio : ratios)
        if (!(ratio >= 0.0 && ratio <= 1.0))
            throwBadInput("is " + std::to_string(ratio) + ", not between 0 and 1", "mask ratio");
}

} // namespace

std::optional<double> measured(const SweepSample& sample, SweepMeasure measure) {
    switch (measure) {
    case SweepMeasure::PixelLoss:
        return sample.pixelLoss;
    case SweepMeasure::AudioLoss:
        return sample.audioLoss;
    case SweepMeasure::MatchingLogit:
        return sample.matchingLogit;
    }
    return std::nullopt;
}

double ratioOf(const SweepPoint& point, Modality modality) {
    return modality == Modality::Pixel ? point.pixelRatio : point.audioRatio;
}

std::vector<double> evenRatios(int count) {
    if (count < 2)
        throwBadInput("is " + std::to_string(count) + "; a curve has at least 2", "number of ratios");
    std::vector<double> ratios;
    for (int i = 0; i < count; ++i)
        ratios.push_back(static_cast<double>(i) / (count - 1));
    return ratios;
}

std::vector<std::uint64_t> seedsFrom(std::uint64_t first, int count) {
    if (count < 1)
        throwBadInput("is " + std::to_string(count) + "; at least 1 is needed", "number of seeds");
    std::vector<std::uint64_t> seeds;
    for (int i = 0; i < count; ++i)
        seeds.push_back(first + static_cast<std::uint64_t>(i));
    return seeds;
}

std::vector<SweepPoint> armPoints(const MaskSettings& base, Modality varied, const std::vector<double>& ratios,
                                  const std::vector<std::uint64_t>& seeds) {
    return varied == Modality::Pixel ? gridPoints(ratios, {base.audioRatio}, seeds)
                                     : gridPoints({base.pixelRatio}, ratios, seeds);
}

std::vector<SweepPoint> crossPoints(const MaskSettings& base, bool pixel, bool audio, const std::vector<double>& ratios,
                                    const std::vector<std::uint64_t>& seeds) {
    std::vector<SweepPoint> points;
    if (pixel)
        points = armPoints(base, Modality::Pixel, ratios, seeds);
    if (audio) {
        const auto arm = armPoints(base, Modality::Audio, ratios, seeds);
        points.insert(points.end(), arm.begin(), arm.end());
    }
    return points;
}

std::vector<SweepPoint> gridPoints(const std::vector<double>& pixelRatios, const std::vector<double>& audioRatios,
                                   const std::vector<std::uint64_t>& seeds) {
    checkRatios(pixelRatios);
    checkRatios(audioRatios);
    std::vector<SweepPoint> points;
    for (const std::uint64_t seed : seeds)
        for (const double pixel : pixelRatios)
            for (const double audio : audioRatios)
                points.push_back({pixel, audio, seed});
    return points;
}

MaskSettings maskAt(const MaskSettings& base, const SweepPoint& point) {
    MaskSettings settings = base;
    settings.pixelRatio = point.pixelRatio;
    settings.audioRatio = point.audioRatio;
    settings.seed = point.seed;
    return settings;
}

} // namespace tvlt
