#pragma once

#include "core/features/feature_extractor.h"
#include "core/features/image_processor.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// The inputs of one call. Images or audio must be there; images_mixed alone is refused, as in the reference.
struct ProcessorInputs {
    std::optional<Videos> images;
    std::optional<RawSpeech> audio;
    std::optional<Videos> imagesMixed;
};

/// The arguments of one call: each half has its own, so the sound's `resample` never picks an image filter.
struct ProcessorCall {
    ImageCall image;
    SpeechCall audio;
};

/// TvltProcessor of transformers 4.40.2: both halves behind one call.
class TvltProcessor {
  public:
    TvltProcessor(TvltImageProcessor imageProcessor, TvltFeatureExtractor featureExtractor,
                  ReferenceQuirks quirks = {});

    /// audio_values, audio_mask, pixel_values, pixel_mask, pixel_values_mixed, pixel_mask_mixed, in that order, for
    /// what was given. Throws BadInput.
    [[nodiscard]] BatchFeature operator()(const ProcessorInputs& inputs, const ProcessorCall& call = {},
                                          const Job& job = {}) const;

    /// A call's keyword arguments by the reference's names, each to the half that knows it. `resample`: true or false
    /// is the sound's, a number the images'. Throws BadInput for a name that neither knows.
    [[nodiscard]] ProcessorCall callFromJson(const nlohmann::json& arguments, const std::string& where) const;

    /// The names of all outputs.
    [[nodiscard]] std::vector<std::string> modelInputNames() const;

    [[nodiscard]] const TvltImageProcessor& imageProcessor() const { return imageProcessor_; }
    [[nodiscard]] const TvltFeatureExtractor& featureExtractor() const { return featureExtractor_; }

  private:
    TvltImageProcessor imageProcessor_;
    TvltFeatureExtractor featureExtractor_;
    ReferenceQuirks quirks_;
};

} // namespace tvlt
