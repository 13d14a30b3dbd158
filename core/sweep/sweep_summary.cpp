#include "core/sweep/sweep_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace tvlt {

namespace {

SweepStep stepOf(double ratio, const std::vector<double>& values) {
    SweepStep step{ratio, static_cast<int>(values.size()), 0.0, 0.0};
    for (const double value : values)
        step.mean += value / static_cast<double>(values.size());
    if (values.size() > 1) {
        double squares = 0.0;
        for (const double value : values)
            squares += (value - step.mean) * (value - step.mean);
        step.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
    }
    return step;
}

std::vector<double> distinct(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

} // namespace

std::vector<SweepStep> sweepCurve(const std::vector<SweepSample>& samples, Modality varied, double fixed,
                                  SweepMeasure measure) {
    const Modality other = varied == Modality::Pixel ? Modality::Audio : Modality::Pixel;
    std::map<double, std::vector<double>> byRatio;
    for (const SweepSample& sample : samples)
        if (ratioOf(sample.point, other) == fixed)
            if (const auto value = measured(sample, measure))
                byRatio[ratioOf(sample.point, varied)].push_back(*value);
    std::vector<SweepStep> curve;
    for (const auto& [ratio, values] : byRatio)
        curve.push_back(stepOf(ratio, values));
    return curve;
}

bool isGrid(const std::vector<SweepSample>& samples, const MaskSettings& base) {
    return std::any_of(samples.begin(), samples.end(), [&](const SweepSample& sample) {
        return sample.point.pixelRatio != base.pixelRatio && sample.point.audioRatio != base.audioRatio;
    });
}

SweepMap sweepMap(const std::vector<SweepSample>& samples, SweepMeasure measure) {
    std::vector<double> pixel, audio;
    std::map<std::pair<double, double>, std::vector<double>> byRatios;
    for (const SweepSample& sample : samples) {
        pixel.push_back(sample.point.pixelRatio);
        audio.push_back(sample.point.audioRatio);
        if (const auto value = measured(sample, measure))
            byRatios[{sample.point.pixelRatio, sample.point.audioRatio}].push_back(*value);
    }
    SweepMap map{distinct(std::move(pixel)), distinct(std::move(audio)), {}};
    map.means = Grid(static_cast<int>(map.pixelRatios.size()), static_cast<int>(map.audioRatios.size()));
    std::size_t cell = 0;
    for (const double p : map.pixelRatios) {
        for (const double a : map.audioRatios) {
            const auto found = byRatios.find({p, a});
            map.means.values[cell++] = found == byRatios.end() ? std::numeric_limits<float>::quiet_NaN()
                                                               : static_cast<float>(stepOf(p, found->second).mean);
        }
    }
    return map;
}

} // namespace tvlt
