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

/// Where the segment starts, seconds: at 0 for draw 0, else anywhere in the clip's first 8 s.
double startOf(const ExampleRequest& request) {
    constexpr double kLatest = 8.0;
    return request.draw == 0 ? 0.0
                             : kLatest * uniformAt(mix64(static_cast<std::uint64_t>(request.index)), request.draw);
}

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

float meanOctave(const SoundingShapes& shapes, const Segment& segment) {
    constexpr int kSteps = 100;
    double sum = 0.0;
    for (int i = 0; i < kSteps; ++i)
        sum += std::log2(shapes.pitch(shapes.loudest(), frameTime(segment, 2 * i + 1, 2 * kSteps)) / 220.0);
    return static_cast<float>(sum / kSteps);
}

std::vector<float> sizes(const SoundingShapes& shapes) {
    std::vector<float> largest(kShapeKinds, 0.0F);
    for (int i = 0; i < shapes.count(); ++i) {
        float& size = largest[static_cast<std::size_t>(shapes.kind(i))];
        size = std::max(size, static_cast<float>(10.0 * shapes.radius(i)));
    }
    return largest;
}

/// Among so many there is a close call but once in a million times: one in four is.
constexpr std::uint64_t kSeedsAClip = 64;

/// Whether it takes a close look to tell which shape is the loudest. A lead of less than a tenth of a pixel, at a side
/// of 64, teaches nothing.
bool isCloseCall(const SoundingShapes& shapes) {
    return shapes.lead() > 0.0016 && shapes.lead() < 0.025;
}

} // namespace

std::vector<std::string> drawnClassNames() {
    std::vector<std::string> names;
    for (int kind = 0; kind < kShapeKinds; ++kind)
        names.emplace_back(shapeName(static_cast<ShapeKind>(kind)));
    return names;
}

DrawnSource::DrawnSource(ModelInput input, std::uint64_t seed, std::optional<std::int64_t> count, DrawnTarget target,
                         const std::vector<std::string>& classNames, double closeShare)
    : input_(std::move(input)), seed_(seed), count_(count), target_(target), closeShare_(closeShare) {
    if (count_ && *count_ < 1)
        throwBadInput("there is no clip in a count of " + std::to_string(*count_), "synth:" + std::to_string(seed_));
    const auto names = drawnClassNames();
    const auto& classes = classNames.empty() ? names : classNames;
    for (const auto& shape : names) {
        const auto found = std::find(classes.begin(), classes.end(), shape);
        if (found == classes.end())
            throwBadInput("drawn clips show a '" + shape + "', which is no class of the model",
                          "synth:" + std::to_string(seed_), "Use clips of the model's own classes.");
        classes_.push_back(static_cast<float>(found - classes.begin()));
    }
}

std::int64_t DrawnSource::size() const {
    return count_.value_or(std::numeric_limits<std::int64_t>::max());
}

std::uint64_t DrawnSource::seedOf(std::int64_t index) const {
    const auto i = static_cast<std::uint64_t>(index);
    if (closeShare_ == 0.0)
        return seed_ + i;
    const std::uint64_t first = seed_ + i * kSeedsAClip;
    if (uniformAt(seed_, i) < closeShare_)
        for (std::uint64_t seed = first; seed < first + kSeedsAClip; ++seed)
            if (isCloseCall(SoundingShapes(seed)))
                return seed;
    return first;
}

std::string DrawnSource::name(std::int64_t index) const {
    return "synth:" + std::to_string(seedOf(index));
}

Example DrawnSource::example(const ExampleRequest& request, const Job& job) const {
    const SoundingShapes shapes(seedOf(request.index));
    const Segment segment{startOf(request), input_.seconds()};
    Example example;
    example.pixels = draw(shapes, input_, segment.start, job);
    if (request.shift != 0.0)
        example.shiftedPixels = draw(shapes, input_, segment.start + request.shift, job);
    example.audio = segmentAudio(shapes.sound(segment, input_.audio.samplingRate), input_, job);
    if (target_ == DrawnTarget::LoudestShape)
        example.target = {classes_.at(static_cast<std::size_t>(shapes.kind(shapes.loudest())))};
    else if (target_ == DrawnTarget::Pitch)
        example.target = {meanOctave(shapes, segment)};
    else if (target_ == DrawnTarget::Sizes)
        example.target = sizes(shapes);
    return example;
}

std::vector<Grid> DrawnSource::soundingCover(const ExampleRequest& request) const {
    const int side = drawnSide(input_.image);
    const PatchLayout layout = layoutOf(input_);
    if (layout.patchRows * layout.patchHeight != side || layout.patchCols * layout.patchWidth != side)
        return {};
    const SoundingShapes shapes(seedOf(request.index));
    std::vector<Grid> covers;
    for (const double time : frameTimes(input_, {startOf(request), input_.seconds()}))
        covers.push_back(shapes.cover(time, side));
    return covers;
}

} // namespace tvlt
