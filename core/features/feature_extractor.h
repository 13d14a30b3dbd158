#pragma once

#include "core/base/job.h"
#include "core/features/batch_feature.h"
#include "core/features/mel_filters.h"
#include "core/features/preprocessor_config.h"
#include "core/features/reference_quirks.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tvlt {

/// What the extractor takes. An array: one recording (1-D; axes of length 1 are dropped). A list: a batch of such. A
/// 2-D array could be stereo or a batch and is refused.
using RawSpeech = std::variant<NdArray, std::vector<NdArray>>;

/// The arguments of one call. return_tensors makes no difference: outputs are arrays.
struct SpeechCall {
    std::optional<int> samplingRate; ///< of the input; none: taken to be the extractor's, with a warning
    bool resample = false;           ///< convert another rate instead of refusing it
    bool returnAttentionMask = true;
    bool maskAudio = false; ///< accepted as the reference does; it has no effect there either
    ReturnTensors returnTensors = ReturnTensors::None;
};

/// A call's keyword arguments by the reference's names. Throws BadInput for an unknown name or a bad value.
[[nodiscard]] SpeechCall speechCallFromJson(const nlohmann::json& arguments, const std::string& where);

/// TvltFeatureExtractor of transformers 4.40.2: mono recordings to audio_values and audio_mask. Thread-safe.
class TvltFeatureExtractor {
  public:
    /// Throws BadInput when the options can't work together.
    explicit TvltFeatureExtractor(FeatureExtractorConfig config = {}, ReferenceQuirks quirks = {});

    /// audio_values: float32 (recordings, 1, rows, mel bands), rows padded to whole patches; audio_mask: float32
    /// (recordings, time patches × frequency patches), 1 for patches that hold signal. Integers are taken as they are:
    /// scale PCM by 1/32768 yourself. Throws BadInput: too short, not finite, wrong rate, not mono.
    [[nodiscard]] BatchFeature operator()(const RawSpeech& speech, const SpeechCall& call = {},
                                          const Job& job = {}) const;

    /// One recording at the extractor's rate to (rows, mel bands) in model units, not padded, at most
    /// spectrogram_length rows.
    [[nodiscard]] std::vector<float> logMel(const std::vector<float>& samples, const Job& job = {}) const;

    [[nodiscard]] const FeatureExtractorConfig& config() const { return config_; }
    [[nodiscard]] const MelFilters& melFilters() const { return melFilters_; }

  private:
    FeatureExtractorConfig config_;
    ReferenceQuirks quirks_;
    MelFilters melFilters_;
};

} // namespace tvlt
