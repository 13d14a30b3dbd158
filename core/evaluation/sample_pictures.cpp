#include "core/evaluation/sample_pictures.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/patch_pictures.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/evaluation/clip_reader.h"
#include "core/evaluation/clip_trial.h"
#include "core/evaluation/example_layout.h"

namespace tvlt {

namespace {

/// The middle of the model's range, which is grey.
std::vector<float> greyPatches(std::size_t values) {
    return std::vector<float>(values, 0.0F);
}

std::vector<std::uint8_t> paddedTokens(const AudioInput& audio, const PatchLayout& layout) {
    std::vector<std::uint8_t> padded;
    const auto real = static_cast<std::size_t>(realSteps(audio, layout) * layout.bands);
    if (real < static_cast<std::size_t>(layout.audioTokens())) {
        padded.assign(static_cast<std::size_t>(layout.audioTokens()), 1);
        std::fill_n(padded.begin(), real, std::uint8_t{0});
    }
    return padded;
}

SamplePictures paintClip(const Checkpoint& checkpoint, const ReadClip& clip, std::span<const double> ratios,
                         MaskSettings settings, const Job& job) {
    const PixelInput& pixels = clip.example.pixels;
    ClipFeatures features;
    features.layout = exampleLayout(checkpoint.config, clip.example);
    features.pixels = pixels;
    features.audio = clip.example.audio;
    features.paddedAudio = paddedTokens(*features.audio, features.layout);
    const auto patches = patchesFromFrames(pixels.values, features.layout, pixels.channels);
    const auto pictures = [&](std::span<const float> painted, const TokenMask& mask) {
        const auto pasted = pastePatches(painted, patches, mask.hidden);
        return imagesFromFrames(framesFromPatches(pasted, features.layout, pixels.channels), pixels);
    };
    SamplePictures sample;
    sample.frames = imagesFromFrames(pixels.values, pixels);
    for (const double ratio : ratios) {
        settings.pixelRatio = ratio;
        const Mask mask = clipTrial(features.layout, settings, clip.index).mask;
        const MaePass pass = runMae(checkpoint, features, mask, job);
        sample.painted.push_back(
            {ratio, pictures(greyPatches(patches.size()), mask.pixel), pictures(pass.pixelLogits, mask.pixel)});
    }
    return sample;
}

} // namespace

std::vector<SamplePictures> samplePictures(const Checkpoint& checkpoint, const ExampleSource& clips, int count,
                                           std::span<const double> ratios, const MaskSettings& mask, const Job& job) {
    if (!checkpoint.report.hasMae)
        throwUnsupported("has no MAE decoder, so there is nothing to paint with", checkpoint.name,
                         "Give a pre-training checkpoint.");
    ClipReader reader(clips, mask.seed, false);
    std::vector<SamplePictures> samples;
    while (static_cast<int>(samples.size()) < count && !reader.atEnd()) {
        job.progress(static_cast<double>(samples.size()) / count, "painting clips");
        for (const auto& clip : reader.next(1, job)) {
            samples.push_back(paintClip(checkpoint, *clip, ratios, mask, Job{job.stop, {}}));
            samples.back().name = clips.name(clip->index);
        }
    }
    if (samples.empty())
        throwBadInput("none of the clips can be used", clips.size() > 0 ? clips.name(0) : "data");
    return samples;
}

} // namespace tvlt
