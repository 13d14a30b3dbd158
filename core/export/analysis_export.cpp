#include "core/export/analysis_export.h"

#include "core/analysis/hidden_loss.h"
#include "core/analysis/patch_pictures.h"
#include "core/base/version.h"
#include "core/export/info_json.h"
#include "core/prediction/matching.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tvlt {

using nlohmann::json;

namespace {

/// The reference's label mask: 1 = hidden and real.
std::vector<float> labelMask(const TokenMask& mask, const std::vector<std::uint8_t>& ignored) {
    std::vector<float> labels(mask.hidden.size());
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = mask.hidden[i] != 0 && (ignored.empty() || ignored[i] == 0) ? 1.0F : 0.0F;
    return labels;
}

/// Head's output, label mask and order of one modality; `name` is "pixel" or "audio".
void addTokens(std::vector<NpzArray>& arrays, const std::string& name, const Reconstruction& reconstruction,
               const TokenMask& mask, const std::vector<std::uint8_t>& ignored) {
    const auto tokens = static_cast<std::int64_t>(mask.hidden.size());
    arrays.push_back(
        NpzArray::floats(name + "_logits", {1, tokens, reconstruction.valuesPerPatch}, reconstruction.logits));
    arrays.push_back(NpzArray::floats(name + "_label_masks", {1, tokens}, labelMask(mask, ignored)));
    arrays.push_back(NpzArray::integers(name + "_ids_restore", {1, tokens}, mask.idsRestore));
}

/// (F, H, W, 3) in 0–1, visible patches pasted.
std::vector<float> pixelReconstruction(const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    const PixelInput& p = *features.pixels;
    const auto target = patchesFromFrames(p.values, features.layout, p.channels);
    const auto pasted = framesFromPatches(pastePatches(analysis.pixel->logits, target, analysis.mask.pixel.hidden),
                                          features.layout, p.channels);
    const auto plane = static_cast<std::size_t>(p.width) * static_cast<std::size_t>(p.height);
    std::vector<float> levels;
    levels.reserve(pasted.size());
    for (int f = 0; f < p.frames; ++f)
        for (std::size_t i = 0; i < plane; ++i)
            for (int c = 0; c < p.channels; ++c)
                levels.push_back(static_cast<float>(
                    unitLevel(pasted[static_cast<std::size_t>(f * p.channels + c) * plane + i], p, c)));
    return levels;
}

/// (rows, mels) in model units, visible patches pasted.
std::vector<float> audioReconstruction(const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    const auto target = patchesFromSpectrogram(features.audio->values, features.layout);
    return spectrogramFromPatches(pastePatches(analysis.audio->logits, target, analysis.mask.audio.hidden),
                                  features.layout);
}

void addPixelArrays(std::vector<NpzArray>& arrays, const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    const PixelInput& p = *features.pixels;
    arrays.push_back(NpzArray::floats("pixel_values", {1, p.frames, p.channels, p.height, p.width}, p.values));
    arrays.push_back(NpzArray::doubles("frame_times", {p.frames}, features.frameTimes));
    if (!analysis.pixel)
        return;
    addTokens(arrays, "pixel", *analysis.pixel, analysis.mask.pixel, features.paddedPixel);
    arrays.push_back(NpzArray::floats("pixel_reconstruction", {p.frames, p.height, p.width, p.channels},
                                      pixelReconstruction(analysis)));
}

void addAudioArrays(std::vector<NpzArray>& arrays, const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    const AudioInput& a = *features.audio;
    arrays.push_back(NpzArray::floats("audio_values", {1, 1, a.rows, a.mels}, a.values));
    arrays.push_back(NpzArray::doubles("column_times", {a.rows}, features.columnTimes));
    arrays.push_back(NpzArray::doubles("mel_hz", {a.mels}, features.melHz));
    if (!analysis.audio)
        return;
    addTokens(arrays, "audio", *analysis.audio, analysis.mask.audio, features.paddedAudio);
    arrays.push_back(NpzArray::floats("audio_reconstruction", {a.rows, a.mels}, audioReconstruction(analysis)));
}

json number(const std::optional<double>& value) {
    return value ? json(*value) : json();
}

json statsJson(const ErrorStats& stats, bool pixel) {
    json values = {{"patches", stats.patches}, {"mse", number(stats.mse)}};
    if (pixel) {
        values["psnr"] = number(stats.psnr);
        values["ssim"] = number(stats.ssim);
    } else {
        values["mae_db"] = number(stats.maeDb);
    }
    return values;
}

json modalityJson(const std::optional<Reconstruction>& r, bool pixel) {
    if (!r)
        return {};
    json moments = json::array();
    for (const MomentMetrics& moment : r->moments)
        moments.push_back({{"start", moment.start},
                           {"duration", moment.duration},
                           {"masked", statsJson(moment.metrics.masked, pixel)},
                           {"visible", statsJson(moment.metrics.visible, pixel)}});
    return {{"loss", number(hiddenLoss(*r))},
            {"masked", statsJson(r->metrics.masked, pixel)},
            {"visible", statsJson(r->metrics.visible, pixel)},
            {pixel ? "by_frame" : "by_second", moments}};
}

json maskJson(const Analysis& analysis) {
    const auto hidden = [](const TokenMask& mask) { return mask.hidden.size() - static_cast<std::size_t>(mask.keep); };
    const auto pinned = [](const TokenMask& mask) {
        return std::count(mask.pinned.begin(), mask.pinned.end(), std::uint8_t{1});
    };
    const MaskSettings& s = analysis.maskSettings;
    return {{"pixel_mask_ratio", s.pixelRatio},
            {"audio_mask_ratio", s.audioRatio},
            {"audio_mask_type", audioMaskTypeName(s.audioType)},
            {"seed", s.seed},
            {"pixel_patches", analysis.mask.pixel.hidden.size()},
            {"pixel_patches_hidden", hidden(analysis.mask.pixel)},
            {"audio_patches", analysis.mask.audio.hidden.size()},
            {"audio_patches_hidden", hidden(analysis.mask.audio)},
            {"pixel_patches_pinned", pinned(analysis.mask.pixel)},
            {"audio_patches_pinned", pinned(analysis.mask.audio)}};
}

json matchingJson(const Analysis& analysis) {
    if (!analysis.matchingLogit)
        return {};
    return {{"logit", *analysis.matchingLogit}, {"probability", logistic(*analysis.matchingLogit)}};
}

/// Who said the classes or the regression.
json classifierJson(const Analysis& analysis) {
    if (analysis.classifier)
        return reportJson(analysis.classifier->name, analysis.classifier->report);
    return {};
}

json classesJson(const Analysis& analysis) {
    json classes = json::array();
    for (const auto& c : analysis.classes)
        classes.push_back({{"label", c.label}, {"logit", c.logit}, {"probability", c.probability}});
    return classes;
}

json regressionJson(const Analysis& analysis) {
    json values = json::array();
    for (const auto& v : analysis.regression)
        values.push_back({{"label", v.name}, {"value", v.value}});
    return values;
}

void addRegressionArrays(std::vector<NpzArray>& arrays, const Analysis& analysis) {
    if (analysis.regression.empty())
        return;
    std::vector<float> values;
    std::vector<std::string> names;
    for (const NamedValue& v : analysis.regression) {
        values.push_back(static_cast<float>(v.value));
        names.push_back(v.name);
    }
    arrays.push_back(NpzArray::floats("regression", {1, static_cast<std::int64_t>(values.size())}, values));
    arrays.push_back(NpzArray::strings("regression_labels", names));
}

void addClassArrays(std::vector<NpzArray>& arrays, const Analysis& analysis) {
    if (analysis.classes.empty())
        return;
    std::vector<float> logits;
    std::vector<std::string> labels;
    for (const ClassScore& score : analysis.classes) {
        logits.push_back(static_cast<float>(score.logit));
        labels.push_back(score.label);
    }
    arrays.push_back(NpzArray::floats("class_logits", {1, static_cast<std::int64_t>(logits.size())}, logits));
    arrays.push_back(NpzArray::strings("class_labels", labels));
}

} // namespace

std::vector<NpzArray> analysisArrays(const Analysis& analysis) {
    std::vector<NpzArray> arrays;
    if (analysis.features->pixels)
        addPixelArrays(arrays, analysis);
    if (analysis.features->audio)
        addAudioArrays(arrays, analysis);
    addClassArrays(arrays, analysis);
    addRegressionArrays(arrays, analysis);
    addCheckpoint(arrays, "checkpoint", analysis.checkpointName, analysis.report.label);
    if (analysis.classifier)
        addCheckpoint(arrays, "classifier", analysis.classifier->name, analysis.classifier->report.label);
    return arrays;
}

json analysisJson(const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    std::vector<std::string> notes = features.notes;
    notes.insert(notes.end(), analysis.notes.begin(), analysis.notes.end());
    json loss;
    if (analysis.pixel || analysis.audio)
        loss = (analysis.pixel ? analysis.pixel->loss : 0.0) + (analysis.audio ? analysis.audio->loss : 0.0);
    return {{"version", version()},
            {"clip", clipJson(features.clip)},
            {"segment", {{"start", features.segment.start}, {"duration", features.segment.duration}}},
            {"recipe", recipeName(features.recipe)},
            {"frame_times", features.frameTimes},
            {"frame_pts", features.framePts},
            {"spectrogram_rows", features.audio ? features.audio->realRows : 0},
            {"mask", maskJson(analysis)},
            {"checkpoint", reportJson(analysis.checkpointName, analysis.report)},
            {"device", analysis.device},
            {"dtype", analysis.dtype},
            {"seconds", analysis.seconds},
            {"loss", loss},
            {"pixel", modalityJson(analysis.pixel, true)},
            {"audio", modalityJson(analysis.audio, false)},
            {"borrowed_statistics", analysis.borrowedStatistics},
            {"matching", matchingJson(analysis)},
            {"classes", classesJson(analysis)},
            {"classifier", classifierJson(analysis)},
            {"regression", regressionJson(analysis)},
            {"notes", notes}};
}

} // namespace tvlt
