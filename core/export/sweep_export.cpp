#include "core/export/sweep_export.h"

#include "core/base/version.h"
#include "core/sweep/sweep.h"
#include "core/sweep/sweep_summary.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <sstream>

namespace tvlt {

using nlohmann::json;

namespace {

struct Measure {
    const char* name;
    SweepMeasure measure;
};
constexpr Measure kMeasures[] = {{"pixel_loss", SweepMeasure::PixelLoss},
                                 {"audio_loss", SweepMeasure::AudioLoss},
                                 {"matching_logit", SweepMeasure::MatchingLogit}};

json ratiosJson(const MaskSettings& mask) {
    return {{"pixel_mask_ratio", mask.pixelRatio},
            {"audio_mask_ratio", mask.audioRatio},
            {"audio_mask_type", audioMaskTypeName(mask.audioType)}};
}

json sampleJson(const SweepSample& sample) {
    json values = {{"pixel_mask_ratio", sample.point.pixelRatio},
                   {"audio_mask_ratio", sample.point.audioRatio},
                   {"seed", sample.point.seed}};
    for (const Measure& m : kMeasures) {
        const auto value = measured(sample, m.measure);
        values[m.name] = value ? json(*value) : json();
    }
    return values;
}

json curvesJson(const Sweep& sweep, Modality varied) {
    const double fixed = varied == Modality::Pixel ? sweep.base.audioRatio : sweep.base.pixelRatio;
    json curves = json::object();
    for (const Measure& m : kMeasures) {
        json steps = json::array();
        for (const SweepStep& step : sweepCurve(sweep.samples, varied, fixed, m.measure))
            steps.push_back({{"ratio", step.ratio},
                             {"seeds", step.seeds},
                             {"mean", step.mean},
                             {"standard_deviation", step.deviation}});
        curves[m.name] = std::move(steps);
    }
    return curves;
}

} // namespace

json sweepJson(const Sweep& sweep) {
    json samples = json::array();
    for (const SweepSample& sample : sweep.samples)
        samples.push_back(sampleJson(sample));
    json checkpoint = {{"name", sweep.checkpoint}, {"label", sweep.label}};
    return {{"version", version()},
            {"clip", sweep.clip},
            {"checkpoint", checkpoint},
            {"base", ratiosJson(sweep.base)},
            {"trained", sweep.trained ? ratiosJson(*sweep.trained) : json()},
            {"passes_planned", sweep.planned},
            {"over_pixel_mask_ratio", curvesJson(sweep, Modality::Pixel)},
            {"over_audio_mask_ratio", curvesJson(sweep, Modality::Audio)},
            {"samples", samples}};
}

std::string sweepCsv(const Sweep& sweep) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10);
    text << "pixel_mask_ratio,audio_mask_ratio,seed";
    for (const Measure& m : kMeasures)
        text << ',' << m.name;
    text << '\n';
    for (const SweepSample& sample : sweep.samples) {
        text << sample.point.pixelRatio << ',' << sample.point.audioRatio << ',' << sample.point.seed;
        for (const Measure& m : kMeasures) {
            text << ',';
            if (const auto value = measured(sample, m.measure))
                text << *value;
        }
        text << '\n';
    }
    return text.str();
}

std::vector<NpzArray> sweepArrays(const Sweep& sweep) {
    const auto count = static_cast<std::int64_t>(sweep.samples.size());
    std::vector<double> pixel, audio;
    std::vector<std::int64_t> seeds;
    for (const SweepSample& sample : sweep.samples) {
        pixel.push_back(sample.point.pixelRatio);
        audio.push_back(sample.point.audioRatio);
        seeds.push_back(static_cast<std::int64_t>(sample.point.seed));
    }
    std::vector<NpzArray> arrays{NpzArray::doubles("pixel_mask_ratio", {count}, pixel),
                                 NpzArray::doubles("audio_mask_ratio", {count}, audio),
                                 NpzArray::integers("seed", {count}, seeds)};
    for (const Measure& m : kMeasures) {
        std::vector<double> values;
        for (const SweepSample& sample : sweep.samples)
            values.push_back(measured(sample, m.measure).value_or(std::numeric_limits<double>::quiet_NaN()));
        arrays.push_back(NpzArray::doubles(m.name, {count}, values));
    }
    addCheckpoint(arrays, "checkpoint", sweep.checkpoint, sweep.label);
    arrays.push_back(NpzArray::strings("clip", {sweep.clip}));
    return arrays;
}

} // namespace tvlt
