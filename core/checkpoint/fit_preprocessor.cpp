#include "core/checkpoint/fit_preprocessor.h"

#include <algorithm>

namespace tvlt {

namespace fs = std::filesystem;

bool hasPreprocessorFile(const fs::path& folder) {
    const auto exists = [&](const fs::path& name) {
        std::error_code ec;
        return fs::exists(folder / name, ec);
    };
    return exists("preprocessor_config.json") || exists("preprocessor_config.merged.json") ||
           exists("image_processor/preprocessor_config.json") || exists("feature_extractor/preprocessor_config.json");
}

void fitPreprocessor(PreprocessorConfig& preprocessor, const TvltConfig& config, bool stated,
                     std::vector<std::string>& notes) {
    ImageProcessorConfig& image = preprocessor.image;
    FeatureExtractorConfig& audio = preprocessor.audio;
    notes.insert(notes.end(), preprocessor.warnings.begin(), preprocessor.warnings.end());
    const auto note = [&](const std::string& thing, int file, int model) {
        if (stated)
            notes.push_back("The preprocessor file asks for " + std::to_string(file) + " " + thing +
                            ", the model takes " + std::to_string(model) + ": the model's number is used.");
    };

    image.patchSize = {config.image_patch_size[0], config.image_patch_size[1]};
    audio.patchSize = {config.audio_patch_size[0], config.audio_patch_size[1]};
    const int height = config.image_size[0];
    const int width = config.image_size[1];
    const bool sized = image.doCenterCrop ? image.cropHeight == height && image.cropWidth == width
                                          : image.doResize && !image.shortestEdge && image.sizeHeight == height &&
                                                image.sizeWidth == width;
    if (!sized) {
        if (image.doCenterCrop)
            note("pixels of height or width", image.cropHeight != height ? image.cropHeight : image.cropWidth,
                 image.cropHeight != height ? height : width);
        image.doCenterCrop = true;
        image.cropHeight = height;
        image.cropWidth = width;
        image.shortestEdge = std::max(height, width);
    }
    if (image.numFrames > config.num_frames || !stated) {
        if (image.numFrames > config.num_frames)
            note("frames", image.numFrames, config.num_frames);
        image.numFrames = config.num_frames;
    }
    if (audio.featureSize != config.frequency_length) {
        note("mel bands", audio.featureSize, config.frequency_length);
        audio.featureSize = config.frequency_length;
    }
    if (audio.spectrogramLength > config.spectrogram_length || !stated) {
        if (audio.spectrogramLength > config.spectrogram_length)
            note("rows of sound", audio.spectrogramLength, config.spectrogram_length);
        audio.spectrogramLength = config.spectrogram_length;
    }
}

} // namespace tvlt
