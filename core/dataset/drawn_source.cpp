#include "core/dataset/drawn_source.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/dataset/segment_features.h"
#include "core/synth/sounding_shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tvlt {

namespace {

constexpr double kStart = 0.0; // seconds, of every segment

/// The side at which resizing changes nothing.
int drawnSide(const ImageProcessorConfig& image) {
    if (image.doResize)
        return image.shortestEdge.value_or(std::max(image.sizeHeight, image.sizeWidth));
    return std::max(image.cropHeight, image.cropWidth);
}

PixelInput draw(const SoundingShapes& shapes, const ModelInput& input, double start, const Job& job) {
    std::vector<Image> frames;
    for (const double time : frameTimes(input, {start, input.seconds()})) {
        job.check();
        frames.push_back(shapes.frame(time, drawnSide(input.image)));
    }
    return segmentPixels(frames, input);
}

float meanOctave(const SoundingShapes& shapes, double start, double seconds) {
    constexpr int kSteps = 100;
    double sum = 0.0;
    for (int i = 0; i < kSteps; ++i)
        sum += std::log2(shapes.pitch(shapes.loudest(), start + seconds * (i + 0.5) / kSteps) / 220.0);
    return static_cast<float>(sum / kSteps);
}

} // namespace

DrawnSource::DrawnSource(ModelInput input, std::uint64_t seed, std::optional<std::int64_t> count, DrawnTarget target)
    : input_(std::move(input)), seed_(seed), count_(count), target_(target) {
    if (count_ && *count_ < 1)
        throwBadInput("there is no clip in a count of " + std::to_string(*count_), "synth:" + std::to_string(seed_));
}

std::int64_t DrawnSource::size() const {
    return count_.value_or(std::numeric_limits<std::int64_t>::max());
}

std::string DrawnSource::name(std::int64_t index) const {
    return "synth:" + std::to_string(seed_ + static_cast<std::uint64_t>(index));
}

Example DrawnSource::example(const ExampleRequest& request, const Job& job) const {
    const SoundingShapes shapes(seed_ + static_cast<std::uint64_t>(request.index));
    Example example;
    example.pixels = draw(shapes, input_, kStart, job);
    if (request.shift != 0.0)
        example.shiftedPixels = draw(shapes, input_, kStart + request.shift, job);
    example.audio = segmentAudio(shapes.sound(input_.seconds(), input_.audio.samplingRate), input_, job);
    if (target_ == DrawnTarget::LoudestShape)
        example.target = {static_cast<float>(shapes.kind(shapes.loudest()))};
    else if (target_ == DrawnTarget::Pitch)
        example.target = {meanOctave(shapes, kStart, input_.seconds())};
    return example;
}

std::vector<Grid> DrawnSource::soundingCover(const ExampleRequest& request) const {
    const int side = drawnSide(input_.image);
    const PatchLayout layout = layoutOf(input_);
    if (layout.patchRows * layout.patchHeight != side || layout.patchCols * layout.patchWidth != side)
        return {};
    const SoundingShapes shapes(seed_ + static_cast<std::uint64_t>(request.index));
    std::vector<Grid> covers;
    for (const double time : frameTimes(input_, {kStart, input_.seconds()}))
        covers.push_back(shapes.cover(time, side));
    return covers;
}

} // namespace tvlt
