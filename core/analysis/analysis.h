#pragma once

#include "core/analysis/feature_plan.h"
#include "core/analysis/metrics.h"
#include "core/base/grid.h"
#include "core/base/image.h"
#include "core/base/timeline.h"
#include "core/checkpoint/load_report.h"
#include "core/features/inputs.h"
#include "core/features/mask.h"
#include "core/features/patch_layout.h"
#include "core/features/recipe.h"
#include "core/media/clip_info.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What was put into the model: frames and spectrogram. Shared by all analyses of one segment.
struct ClipFeatures {
    FeaturePlan plan; ///< all that these features depend on
    ClipInfo clip;
    Segment segment;
    Recipe recipe = Recipe::Hf;
    PatchLayout layout;
    std::optional<PixelInput> pixels; ///< none: the clip has no picture
    std::optional<AudioInput> audio;  ///< none: the clip has no sound
    std::vector<double> frameTimes;   ///< seconds asked for, one per frame
    std::vector<std::int64_t> framePts;
    std::vector<double> columnTimes;       ///< clip time of each spectrogram column's centre, one per row of audio
    std::vector<double> melHz;             ///< centre frequency of each mel band
    std::vector<Image> frames;             ///< the model's view as pictures: cropped, model size
    Grid spectrogram;                      ///< rows = columns in time, cols = mel bands, dB; only real rows
    std::vector<std::uint8_t> paddedPixel; ///< per pixel token: 1 = padding or invisible to the model; empty: none
    std::vector<std::uint8_t> paddedAudio;
    std::vector<std::string> notes; ///< what a person should know ("the last 0.3 s are padding")

    /// Time steps of audio patches that hold sound, padding apart.
    [[nodiscard]] int soundSteps() const { return audio ? layout.stepsReached(audio->realRows) : 0; }
};

/// One modality painted back by the MAE.
struct Reconstruction {
    std::vector<float> logits; ///< tokens × valuesPerPatch: what the head said, all patches
    int valuesPerPatch = 0;
    std::vector<double> patchError; ///< MSE in model units, per token
    std::vector<double> patchSsim;  ///< per token; pixels only
    double loss = 0.0;              ///< over hidden, real patches: the reference's MAE loss
    ModalityMetrics metrics;
    std::vector<MomentMetrics> moments; ///< per frame, or per second of sound
};

struct ClassScore {
    std::string label;
    double logit = 0.0;
    double probability = 0.0; ///< softmax, or sigmoid where labels are independent
};

/// One number of a regression, on the scale of the labels that it learnt from.
struct NamedValue {
    std::string name; ///< id2label's
    double value = 0.0;
};

/// Whose numbers these are.
struct CheckpointUsed {
    std::string name;
    LoadReport report;
};

/// The answer to one Request: plain, immutable values. Passed as shared_ptr<const Analysis>.
struct Analysis {
    std::uint64_t requestId = 0;
    std::shared_ptr<const ClipFeatures> features;
    MaskSettings maskSettings;
    Mask mask;

    std::optional<Reconstruction> pixel;
    std::optional<Reconstruction> audio;
    /// Request::borrowStatistics: the pictures below, but for errors and differences, are not the model's output alone.
    bool borrowedStatistics = false;
    std::vector<Image> reconstructedFrames; ///< the head's output as pictures, visible patches too
    std::vector<Image> pastedFrames;        ///< hidden patches from the head, visible ones from the input
    std::vector<Grid> frameError;           ///< per frame: squared error in model units, mean of channels, per pixel
    std::vector<Grid> frameDifference;      ///< reconstruction - input in model units, mean of channels
    Grid reconstructedSpectrogram;          ///< dB, only real rows
    Grid pastedSpectrogram;
    Grid spectrogramError;      ///< absolute error, dB
    Grid spectrogramDifference; ///< reconstruction - input, dB

    std::optional<double> matchingLogit;
    std::string matchingNote;        ///< why that score says little of this segment; empty: nothing speaks against it
    std::vector<ClassScore> classes; ///< as the model that said them orders them
    std::vector<NamedValue> regression; ///< as above; then there are no classes
    /// The companion that said `classes` and `regression`; none: the checkpoint itself.
    std::optional<CheckpointUsed> classifier;

    // Provenance
    std::string checkpointName;
    LoadReport report;
    std::string device;   ///< "cpu", "cuda:0"
    std::string dtype;    ///< "f32", "bf16"
    double seconds = 0.0; ///< the model's time for what was not known from the request before
    std::vector<std::string> notes;
};

/// Decibels of the model's audio unit and back: dB = (value - 1) * 40 + 20.
[[nodiscard]] constexpr float valueToDb(float value) {
    return (value - 1.0F) * 40.0F + 20.0F;
}

} // namespace tvlt
