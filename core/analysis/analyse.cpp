#include "core/analysis/engine.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/patch_pictures.h"
#include "core/analysis/predictions.h"
#include "core/base/error.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace tvlt {

namespace {

Reconstruction reconstructionOf(std::vector<float> logits, const std::vector<float>& target, int tokens, double loss) {
    Reconstruction reconstruction;
    reconstruction.valuesPerPatch = static_cast<int>(target.size()) / tokens;
    reconstruction.patchError = patchErrors(logits, target, reconstruction.valuesPerPatch);
    reconstruction.logits = std::move(logits);
    reconstruction.loss = loss;
    return reconstruction;
}

PatchComparison compare(const Reconstruction& reconstruction, const std::vector<float>& target, const TokenMask& mask,
                        const std::vector<std::uint8_t>& ignored) {
    return {reconstruction.logits, target, reconstruction.valuesPerPatch, mask.hidden, ignored};
}

/// Squared error and signed difference per pixel, mean of channels; one grid a frame.
void compareFrames(Analysis& analysis, const std::vector<float>& said, const PixelInput& real) {
    const auto plane = static_cast<std::size_t>(real.width) * static_cast<std::size_t>(real.height);
    const float share = 1.0F / static_cast<float>(real.channels);
    for (int f = 0; f < real.frames; ++f) {
        Grid& error = analysis.frameError.emplace_back(real.height, real.width);
        Grid& difference = analysis.frameDifference.emplace_back(real.height, real.width);
        for (int c = 0; c < real.channels; ++c) {
            const std::size_t first = static_cast<std::size_t>(f * real.channels + c) * plane;
            for (std::size_t i = 0; i < plane; ++i) {
                const float apart = said[first + i] - real.values[first + i];
                error.values[i] += apart * apart * share;
                difference.values[i] += apart * share;
            }
        }
    }
}

/// Pictures of one modality's patches, as they are and pasted. `whole`: the same patches put together.
void paintFrames(Analysis& analysis, const std::vector<float>& patches, const std::vector<float>& whole,
                 const std::vector<float>& target) {
    const PixelInput& input = *analysis.features->pixels;
    const auto pasted = pastePatches(patches, target, analysis.mask.pixel.hidden);
    analysis.reconstructedFrames = imagesFromFrames(whole, input);
    analysis.pastedFrames =
        imagesFromFrames(framesFromPatches(pasted, analysis.features->layout, input.channels), input);
}

void paintSpectrogram(Analysis& analysis, const std::vector<float>& patches, Grid whole,
                      const std::vector<float>& target) {
    const AudioInput& input = *analysis.features->audio;
    const auto pasted = pastePatches(patches, target, analysis.mask.audio.hidden);
    analysis.reconstructedSpectrogram = std::move(whole);
    analysis.pastedSpectrogram =
        decibelGrid(spectrogramFromPatches(pasted, analysis.features->layout), input.realRows, input.mels);
}

void addPixels(Analysis& analysis, std::vector<float> logits, double loss) {
    const ClipFeatures& features = *analysis.features;
    const PixelInput& input = *features.pixels;
    const PatchLayout& layout = features.layout;
    const auto target = patchesFromFrames(input.values, layout, input.channels);
    analysis.pixel = reconstructionOf(std::move(logits), target, layout.pixelTokens(), loss);
    Reconstruction& pixel = *analysis.pixel;
    const auto said = framesFromPatches(pixel.logits, layout, input.channels);
    pixel.patchSsim = patchSsim(said, input.values, layout, input);
    const PatchComparison compared = compare(pixel, target, analysis.mask.pixel, features.paddedPixel);
    pixel.metrics = pixelMetrics(compared, input, pixel.patchSsim);
    pixel.moments = metricsByFrame(compared, layout, input, pixel.patchSsim, features.frameTimes,
                                   std::max(features.segment.end(), features.frameTimes.back()));
    compareFrames(analysis, said, input);
    if (analysis.borrowedStatistics) {
        const auto borrowed = borrowedStatistics(pixel.logits, target, pixel.valuesPerPatch);
        paintFrames(analysis, borrowed, framesFromPatches(borrowed, layout, input.channels), target);
    } else {
        paintFrames(analysis, pixel.logits, said, target);
    }
}

void addAudio(Analysis& analysis, std::vector<float> logits, double loss) {
    const ClipFeatures& features = *analysis.features;
    const AudioInput& input = *features.audio;
    const PatchLayout& layout = features.layout;
    const auto target = patchesFromSpectrogram(input.values, layout);
    analysis.audio = reconstructionOf(std::move(logits), target, layout.audioTokens(), loss);
    Reconstruction& audio = *analysis.audio;
    const PatchComparison compared = compare(audio, target, analysis.mask.audio, features.paddedAudio);
    audio.metrics = audioMetrics(compared, layout, input.realRows);
    audio.moments = metricsBySecond(compared, layout, input.realRows, features.segment.start,
                                    columnTime(1, input.hopLength, input.samplingRate));
    const auto grid = [&](const std::vector<float>& patches) {
        return decibelGrid(spectrogramFromPatches(patches, layout), input.realRows, input.mels);
    };
    Grid said = grid(audio.logits);
    analysis.spectrogramError = analysis.spectrogramDifference = Grid(input.realRows, input.mels);
    for (std::size_t i = 0; i < said.values.size(); ++i) {
        const float apart = said.values[i] - features.spectrogram.values[i];
        analysis.spectrogramDifference.values[i] = apart;
        analysis.spectrogramError.values[i] = std::abs(apart);
    }
    if (analysis.borrowedStatistics) {
        const auto borrowed = borrowedStatistics(audio.logits, target, audio.valuesPerPatch);
        paintSpectrogram(analysis, borrowed, grid(borrowed), target);
    } else {
        paintSpectrogram(analysis, audio.logits, std::move(said), target);
    }
}

void reconstruct(Analysis& analysis, const Checkpoint& checkpoint, const Job& job) {
    const ClipFeatures& features = *analysis.features;
    MaePass pass = runMae(checkpoint, features, analysis.mask, job);
    if (features.pixels)
        addPixels(analysis, std::move(pass.pixelLogits), pass.pixelLoss);
    if (features.audio)
        addAudio(analysis, std::move(pass.audioLogits), pass.audioLoss);
}

void takePredictions(Analysis& analysis, const Predictions& said) {
    analysis.matchingLogit = said.matchingLogit;
    analysis.matchingNote = said.matchingNote;
    if (!said.matchingNote.empty())
        analysis.notes.push_back(said.matchingNote);
    analysis.classes = said.classes;
    analysis.regression = said.regression;
    analysis.classifier = said.classifierUsed;
    analysis.notes.insert(analysis.notes.end(), said.notes.begin(), said.notes.end());
}

void describe(Analysis& analysis, const Request& request) {
    const Checkpoint& checkpoint = *request.checkpoint;
    analysis.requestId = request.id;
    analysis.maskSettings = request.mask;
    analysis.checkpointName = checkpoint.name;
    analysis.report = checkpoint.report;
    const RunsOn place = whereItRuns(checkpoint);
    analysis.device = place.device;
    analysis.dtype = place.dtype;
}

} // namespace

std::shared_ptr<const Analysis> analyse(const Request& request, std::shared_ptr<const ClipFeatures> features,
                                        const Job& job, std::shared_ptr<const Predictions>* predictions) {
    const Checkpoint& checkpoint = *request.checkpoint;
    auto analysis = std::make_shared<Analysis>();
    describe(*analysis, request);
    analysis->features = std::move(features);
    analysis->mask = makeMask(analysis->features->layout, request.mask);
    const bool mae = request.reconstruct && checkpoint.report.hasMae;
    const bool heads =
        request.predict && (checkpoint.report.hasMatching || checkpoint.report.hasClassifier || request.classifier);
    if (request.reconstruct && !mae)
        analysis->notes.push_back(checkpoint.name + " has no MAE decoder: there is nothing to reconstruct with.");
    analysis->borrowedStatistics = mae && request.borrowStatistics;
    if (analysis->borrowedStatistics)
        analysis->notes.push_back("Reconstructions are shown with each patch's mean and contrast borrowed from the "
                                  "clip; errors are those of the model's own output.");
    const auto begin = std::chrono::steady_clock::now();
    const double split = !mae ? 0.0 : heads ? 0.6 : 1.0;
    if (mae)
        reconstruct(*analysis, checkpoint, job.part(0.0, split));
    job.check();
    if (heads) {
        auto said = predict(request, analysis->features, job.part(split, 1.0), predictions ? *predictions : nullptr);
        takePredictions(*analysis, *said);
        if (predictions)
            *predictions = std::move(said);
    }
    analysis->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    job.progress(1.0, "done");
    return analysis;
}

Result<std::shared_ptr<const Analysis>> runRequest(const Request& request, const Job& job) {
    return guard([&] { return analyse(request, makeFeatures(request, job.part(0.0, 0.3)), job.part(0.3, 1.0)); });
}

} // namespace tvlt
