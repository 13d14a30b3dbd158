#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// Pillow's resampling filters by their numbers.
enum class Resample { Nearest = 0, Lanczos = 1, Bilinear = 2, Bicubic = 3, Box = 4, Hamming = 5 };

/// TvltImageProcessor's arguments and defaults.
struct ImageProcessorConfig {
    bool doResize = true;
    std::optional<int> shortestEdge = 224; ///< set: the shorter side becomes this; else sizeHeight × sizeWidth
    int sizeHeight = 0;
    int sizeWidth = 0;
    std::vector<int> patchSize{16, 16}; ///< height, width
    int numFrames = 8;
    Resample resample = Resample::Bilinear;
    bool doCenterCrop = true;
    int cropHeight = 224;
    int cropWidth = 224;
    bool doRescale = true;
    double rescaleFactor = 1.0 / 255.0;
    bool doNormalize = true;
    std::vector<double> imageMean{0.5, 0.5, 0.5}; ///< one value, or one per channel
    std::vector<double> imageStd{0.5, 0.5, 0.5};

    bool operator==(const ImageProcessorConfig&) const = default;
};

/// TvltFeatureExtractor's arguments and defaults.
struct FeatureExtractorConfig {
    int spectrogramLength = 2048; ///< most rows
    int numChannels = 1;
    std::vector<int> patchSize{16, 16}; ///< time, frequency
    int featureSize = 128;              ///< mel bands
    int samplingRate = 44100;
    int hopLength = 512; ///< samplingRate / hop_length_to_sampling_rate (86), or as saved
    int nFft = 2048;
    double paddingValue = 0.0;

    [[nodiscard]] int freqLen() const { return featureSize / patchSize[1]; }
    bool operator==(const FeatureExtractorConfig&) const = default;
};

/// Both halves of a preprocessor_config.json and what was odd about it.
struct PreprocessorConfig {
    ImageProcessorConfig image;
    FeatureExtractorConfig audio;
    std::vector<std::string> warnings; ///< "preprocessor_config.json:7:3 is not valid JSON …; defaults are used"
};

/// From parsed JSON; unknown keys are ignored, older names accepted. Throws BadInput naming the field.
/// `base` holds what is not there.
[[nodiscard]] ImageProcessorConfig imageProcessorFromJson(const nlohmann::json& json, const std::string& where,
                                                          ImageProcessorConfig base = {});
[[nodiscard]] FeatureExtractorConfig featureExtractorFromJson(const nlohmann::json& json, const std::string& where);

/// Reads a checkpoint folder's preprocessor files in all their forms: merged (preprocessor_config.merged.json), nested
/// folders (image_processor/, feature_extractor/), the flat file that the reference writes. A missing file means
/// defaults; one that is not valid JSON becomes a warning with line and column, and defaults.
[[nodiscard]] PreprocessorConfig loadPreprocessorConfig(const std::filesystem::path& folder);

/// One merged file that TvltImageProcessor and TvltFeatureExtractor both load.
[[nodiscard]] nlohmann::json preprocessorToJson(const PreprocessorConfig& config);

} // namespace tvlt
