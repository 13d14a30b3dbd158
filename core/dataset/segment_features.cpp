#include "core/dataset/segment_features.h"

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/features/recipe.h"

#include <nlohmann/json.hpp>

#include <string>

namespace tvlt {

namespace {

int height(const ImageProcessorConfig& image) {
    return image.doCenterCrop ? image.cropHeight : image.shortestEdge.value_or(image.sizeHeight);
}
int width(const ImageProcessorConfig& image) {
    return image.doCenterCrop ? image.cropWidth : image.shortestEdge.value_or(image.sizeWidth);
}

int patches(int size, int patch, const char* what) {
    if (size < 1 || patch < 1 || size % patch != 0)
        throwBadInput(std::string(what) + " of " + std::to_string(size) + " is not a whole number of patches of " +
                          std::to_string(patch),
                      "preprocessor_config.json");
    return size / patch;
}

} // namespace

PatchLayout layoutOf(const ModelInput& input) {
    PatchLayout layout;
    layout.frames = input.frames;
    layout.patchHeight = input.image.patchSize.at(0);
    layout.patchWidth = input.image.patchSize.at(1);
    layout.patchRows = patches(height(input.image), layout.patchHeight, "a frame height");
    layout.patchCols = patches(width(input.image), layout.patchWidth, "a frame width");
    layout.patchColumns = input.audio.patchSize.at(0);
    layout.patchMels = input.audio.patchSize.at(1);
    layout.timeSteps = patches(input.audio.spectrogramLength, layout.patchColumns, "a spectrogram length");
    layout.bands = patches(input.audio.featureSize, layout.patchMels, "a number of mel bands");
    return layout;
}

std::string textOf(const ModelInput& input) {
    return preprocessorToJson({input.image, input.audio, {}}).dump() + ' ' + std::to_string(input.frames);
}

std::vector<double> frameTimes(const ModelInput& input, const Segment& segment) {
    std::vector<double> times;
    for (int i = 0; i < input.frames; ++i)
        times.push_back(frameTime(segment, i, input.frames));
    return times;
}

std::size_t segmentSamples(const ModelInput& input) {
    return static_cast<std::size_t>(input.audio.spectrogramLength) * static_cast<std::size_t>(input.audio.hopLength);
}

PixelInput segmentPixels(const std::vector<Image>& frames, const ModelInput& input) {
    PixelInput pixels = pixelsHf(frames, input.image);
    if (pixels.height != height(input.image) || pixels.width != width(input.image))
        throwBadInput("frames become " + std::to_string(pixels.width) + " × " + std::to_string(pixels.height) +
                          " pixels, but the model takes " + std::to_string(width(input.image)) + " × " +
                          std::to_string(height(input.image)),
                      "video", "Use do_center_crop.");
    return pixels;
}

AudioInput segmentAudio(const std::vector<float>& samples, const ModelInput& input, const Job& job) {
    AudioInput audio = audioHf(samples, input.audio, job);
    audio.rows = input.audio.spectrogramLength;
    audio.values.resize(static_cast<std::size_t>(audio.rows) * static_cast<std::size_t>(audio.mels),
                        static_cast<float>(input.audio.paddingValue));
    return audio;
}

} // namespace tvlt
