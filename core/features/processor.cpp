#include "core/features/processor.h"

#include "core/base/error.h"

#include <iterator>
#include <utility>

namespace tvlt {

namespace {

void append(BatchFeature& result, BatchFeature part) {
    std::move(part.items.begin(), part.items.end(), std::back_inserter(result.items));
    std::move(part.warnings.begin(), part.warnings.end(), std::back_inserter(result.warnings));
}

} // namespace

TvltProcessor::TvltProcessor(TvltImageProcessor imageProcessor, TvltFeatureExtractor featureExtractor,
                             ReferenceQuirks quirks)
    : imageProcessor_(std::move(imageProcessor)), featureExtractor_(std::move(featureExtractor)), quirks_(quirks) {}

BatchFeature TvltProcessor::operator()(const ProcessorInputs& inputs, const ProcessorCall& call, const Job& job) const {
    if (!inputs.images && !inputs.audio)
        throwBadInput("there is nothing to process", "images, audio", "Give images, audio or both.");
    BatchFeature result;
    if (inputs.audio)
        append(result, featureExtractor_(*inputs.audio, call.audio, job));
    ImageCall image = call.image;
    if (inputs.images) {
        image.isMixed = false;
        append(result, imageProcessor_(*inputs.images, image));
    }
    if (inputs.imagesMixed) {
        image.isMixed = true;
        append(result, imageProcessor_(*inputs.imagesMixed, image));
    }
    return result;
}

std::vector<std::string> TvltProcessor::modelInputNames() const {
    return {"pixel_values", "pixel_mask", "pixel_values_mixed", "pixel_mask_mixed", "audio_values", "audio_mask"};
}

} // namespace tvlt
