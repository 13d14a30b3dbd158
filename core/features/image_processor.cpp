#include "core/features/image_processor.h"

#include "core/base/error.h"
#include "core/features/frame_steps.h"
#include "core/features/parallel.h"

#include <algorithm>
#include <atomic>
#include <type_traits>
#include <utility>

namespace tvlt {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throwBadInput(
        what, "videos",
        "Give a frame (3-D), a video (4-D or a list of frames) or a batch of videos (5-D or a list of videos).");
}

/// A list of one, without the copy that a braced list would make.
template <class T> std::vector<T> alone(T value) {
    std::vector<T> list;
    list.push_back(std::move(value));
    return list;
}

NestedFrames nested(std::vector<NdArray> list) {
    if (list.empty())
        refuse("there are no frames");
    switch (list.front().ndim()) {
    case 3:
        return alone(std::move(list));
    case 4: {
        NestedFrames videos;
        for (const NdArray& video : list)
            videos.push_back(video.split());
        return videos;
    }
    default:
        refuse("frames must have 3 dimensions, got shape " + list.front().shapeText());
    }
}

NestedFrames nested(NdArray array) {
    switch (array.ndim()) {
    case 0:
        refuse("is neither a picture nor a video");
    case 3:
        return alone(alone(std::move(array)));
    case 4:
        return alone(array.split());
    case 5:
        return nested(array.split());
    default:
        refuse("frames must have 3 dimensions, got shape " + array.shapeText());
    }
}

NestedFrames nested(NestedFrames videos) {
    return videos;
}

/// Patches of a frame as it comes out.
std::int64_t patchesOf(const NdArray& frame, ChannelFormat format, const std::vector<int>& patchSize) {
    const std::size_t height = format == ChannelFormat::First ? 1 : 0;
    return frame.shape[height] / patchSize[0] * (frame.shape[height + 1] / patchSize[1]);
}

NdArray pixelMask(const NestedFrames& frames, const ImageProcessorConfig& options, ChannelFormat format,
                  bool fromShortestEdge) {
    std::vector<std::int64_t> ones;
    for (const auto& video : frames) {
        std::int64_t patches = 0;
        for (const NdArray& frame : video) {
            const std::int64_t side = options.shortestEdge.value_or(0) / options.patchSize[0];
            patches += fromShortestEdge ? side * side : patchesOf(frame, format, options.patchSize);
        }
        ones.push_back(patches);
    }
    const std::int64_t length = *std::max_element(ones.begin(), ones.end());
    std::vector<std::int64_t> mask(static_cast<std::size_t>(length) * ones.size());
    for (std::size_t i = 0; i < ones.size(); ++i)
        std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(i) * length, ones[i], 1);
    return NdArray({static_cast<std::int64_t>(ones.size()), length}, std::move(mask));
}

bool allAlike(const NestedFrames& videos) {
    const NdArray& model = videos.front().front();
    return std::all_of(videos.begin(), videos.end(), [&](const auto& video) {
        return std::all_of(video.begin(), video.end(), [&](const NdArray& frame) {
            return frame.shape == model.shape && frame.data.index() == model.data.index();
        });
    });
}

/// Videos with fewer frames get frames of 0.0, which is mid-grey; the mask says that they are not there.
void padFrames(NestedFrames& videos) {
    std::size_t most = 0;
    for (const auto& video : videos)
        most = std::max(most, video.size());
    NdArray empty = videos.front().front();
    std::visit(
        [](auto& values) {
            std::fill(values.begin(), values.end(), typename std::decay_t<decltype(values)>::value_type{});
        },
        empty.data);
    for (auto& video : videos)
        video.resize(most, empty);
}

FeatureValue pixelValues(NestedFrames frames, ReturnTensors returnTensors) {
    const bool equalCounts = std::all_of(frames.begin(), frames.end(),
                                         [&](const auto& video) { return video.size() == frames.front().size(); });
    const bool alike = allAlike(frames);
    if (returnTensors == ReturnTensors::None || (returnTensors == ReturnTensors::Numpy && !(alike && equalCounts)))
        return frames;
    if (!alike)
        throwBadInput("frames end in different sizes or types and make no tensor", "videos",
                      "Use do_center_crop, or ask for lists.");
    padFrames(frames);
    std::vector<NdArray> videos;
    for (const auto& video : frames)
        videos.push_back(NdArray::stack(video));
    return NdArray::stack(videos);
}

void checkOptions(const ImageProcessorConfig& options) {
    if (options.patchSize.size() != 2 || options.patchSize[0] < 1 || options.patchSize[1] < 1)
        throwBadInput("must be two positive numbers: height, width", "patch_size");
    if (options.doResize && !options.shortestEdge && (options.sizeHeight < 1 || options.sizeWidth < 1))
        throwBadInput("must be positive", "size");
    if (options.doResize && options.shortestEdge && *options.shortestEdge < 1)
        throwBadInput("must be positive", "size");
    if (options.doCenterCrop && (options.cropHeight < 1 || options.cropWidth < 1))
        throwBadInput("must be positive", "crop_size");
}

} // namespace

TvltImageProcessor::TvltImageProcessor(ImageProcessorConfig config, ReferenceQuirks quirks)
    : config_(std::move(config)), quirks_(quirks) {
    checkOptions(config_);
}

BatchFeature TvltImageProcessor::operator()(Videos videos, const ImageCall& call) const {
    const ImageProcessorConfig& options = call.options ? *call.options : config_;
    checkOptions(options);
    NestedFrames frames =
        std::visit([](auto&& given) { return nested(std::forward<decltype(given)>(given)); }, std::move(videos));
    if (frames.empty())
        refuse("there are no videos");
    for (const auto& video : frames) {
        if (video.empty())
            refuse("there are no frames");
        if (video.size() > static_cast<std::size_t>(options.numFrames))
            throwBadInput(std::to_string(video.size()) + " frames are more than num_frames, " +
                              std::to_string(options.numFrames),
                          "videos", "Give fewer frames or a larger num_frames.");
    }

    BatchFeature result;
    std::vector<NdArray*> arrays;
    for (auto& video : frames)
        for (NdArray& array : video)
            arrays.push_back(&array);
    std::atomic<bool> rescaledTwice = false;
    forEachInParallel(static_cast<int>(arrays.size()), [&](int i) {
        NdArray& array = *arrays[static_cast<std::size_t>(i)];
        if (array.ndim() != 3)
            refuse("frames must have 3 dimensions, got shape " + array.shapeText());
        const ChannelFormat format =
            call.inputDataFormat ? *call.inputDataFormat : inferChannelFormat(array, quirks_.firstAxisIsChannels);
        Frame frame = toFrame(std::move(array), format);
        if (options.doRescale && looksRescaled(frame))
            rescaledTwice = true;
        array = toValues(resizeAndCrop(std::move(frame), options, quirks_), options, call.dataFormat);
    });
    if (rescaledTwice)
        result.warnings.emplace_back(
            "frames are in [0, 1] already and are rescaled once more; do_rescale=false avoids it");

    const std::string suffix = call.isMixed ? "_mixed" : "";
    NdArray mask = pixelMask(frames, options, call.dataFormat, quirks_.maskFromShortestEdge);
    result.items.emplace_back("pixel_values" + suffix, pixelValues(std::move(frames), call.returnTensors));
    result.items.emplace_back("pixel_mask" + suffix, std::move(mask));
    return result;
}

} // namespace tvlt
