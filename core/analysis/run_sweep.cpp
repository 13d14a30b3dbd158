#include "core/analysis/run_sweep.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_pass.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/trained_mask.h"

#include <algorithm>
#include <string>

namespace tvlt {

namespace {

/// The loss is a mean over hidden patches that hold signal: without any there is none, whatever number stands for it.
bool hidesSignal(const TokenMask& mask, const std::vector<std::uint8_t>& padded) {
    for (std::size_t i = 0; i < mask.hidden.size(); ++i)
        if (mask.hidden[i] != 0 && (padded.empty() || padded[i] == 0))
            return true;
    return false;
}

SweepSample samplePoint(const Checkpoint& checkpoint, const ClipFeatures& features, const MaskSettings& base,
                        const SweepPoint& point, const Job& job) {
    const Mask mask = makeMask(features.layout, maskAt(base, point));
    const MaePass pass = runMae(checkpoint, features, mask, job);
    SweepSample sample{point, std::nullopt, std::nullopt, pass.matchingLogit};
    if (features.pixels && hidesSignal(mask.pixel, features.paddedPixel))
        sample.pixelLoss = pass.pixelLoss;
    if (features.audio && hidesSignal(mask.audio, features.paddedAudio))
        sample.audioLoss = pass.audioLoss;
    return sample;
}

} // namespace

Sweep plannedSweep(const Checkpoint& checkpoint, const ClipFeatures& features, const MaskSettings& base,
                   const std::vector<double>& ratios, std::size_t passes) {
    Sweep sweep;
    sweep.base = base;
    sweep.trained = trainedMask(checkpoint);
    sweep.ratios = ratios;
    sweep.planned = passes;
    sweep.clip = features.clip.path.filename().string();
    sweep.checkpoint = checkpoint.name;
    sweep.label = checkpoint.report.label;
    return sweep;
}

void runSweep(const Checkpoint& checkpoint, const ClipFeatures& features, const MaskSettings& base,
              const std::vector<SweepPoint>& points, const Job& job,
              const std::function<void(const SweepSample&)>& onSample) {
    if (!checkpoint.report.hasMae)
        throwUnsupported("has no MAE decoder, so there is no loss to sweep", checkpoint.name,
                         "Open a pre-training checkpoint.");
    std::vector<SweepPoint> done;
    for (const SweepPoint& point : points) {
        const double fraction = static_cast<double>(done.size()) / static_cast<double>(points.size());
        job.progress(fraction, "pass " + std::to_string(done.size() + 1) + " of " + std::to_string(points.size()));
        if (std::find(done.begin(), done.end(), point) == done.end())
            onSample(samplePoint(checkpoint, features, base, point, Job{job.stop, {}}));
        done.push_back(point);
    }
    job.progress(1.0, "done");
}

} // namespace tvlt
