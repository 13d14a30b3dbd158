#include "core/base/error.h"
#include "core/base/image.h"
#include "core/features/feature_extractor.h"
#include "core/features/frame_steps.h"
#include "core/features/parallel.h"
#include "core/features/recipe.h"

#include <algorithm>
#include <utility>

namespace tvlt {

namespace {

std::vector<float> threeFloats(const std::vector<double>& values) {
    std::vector<float> result(values.begin(), values.end());
    result.resize(3, result.empty() ? 0.0F : result.front());
    return result;
}

} // namespace

PixelInput pixelsHf(const std::vector<Image>& frames, const ImageProcessorConfig& config) {
    if (frames.empty())
        throwBadInput("there are no frames", "video");
    const auto tables = levelTables(config, 3);
    std::vector<Pixels> pixels(frames.size());
    forEachInParallel(static_cast<int>(frames.size()), [&](int i) {
        const Image& image = frames[static_cast<std::size_t>(i)];
        if (image.empty())
            throwBadInput("frame " + std::to_string(i) + " is empty", "video");
        pixels[static_cast<std::size_t>(i)] =
            resizeAndCrop(PixelView{image.height, image.width, 3, image.rgb.data()}, config);
    });

    PixelInput input;
    input.frames = static_cast<int>(frames.size());
    input.height = pixels.front().height;
    input.width = pixels.front().width;
    input.rescale = config.doRescale ? config.rescaleFactor : 1.0;
    input.mean = config.doNormalize ? threeFloats(config.imageMean) : std::vector<float>(3, 0.0F);
    input.std = config.doNormalize ? threeFloats(config.imageStd) : std::vector<float>(3, 1.0F);
    const std::size_t plane = static_cast<std::size_t>(input.height) * static_cast<std::size_t>(input.width);
    input.values.resize(plane * 3 * frames.size());
    float* out = input.values.data();
    for (const Pixels& frame : pixels) {
        if (frame.height != input.height || frame.width != input.width)
            throwBadInput("frames end in different sizes", "video", "Use do_center_crop.");
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t i = 0; i < plane; ++i)
                *out++ = tables[c][frame.values[i * 3 + c]];
    }
    return input;
}

AudioInput audioHf(const std::vector<float>& samples, const FeatureExtractorConfig& config, const Job& job) {
    const TvltFeatureExtractor extractor(config);
    AudioInput input;
    input.mels = config.featureSize;
    input.hopLength = config.hopLength;
    input.samplingRate = config.samplingRate;
    input.values = extractor.logMel(samples, job);
    input.realRows = static_cast<int>(input.values.size()) / input.mels;
    const int patchRows = config.patchSize[0];
    input.rows = (input.realRows + patchRows - 1) / patchRows * patchRows;
    input.values.resize(static_cast<std::size_t>(input.rows) * static_cast<std::size_t>(input.mels),
                        static_cast<float>(config.paddingValue));
    return input;
}

} // namespace tvlt
