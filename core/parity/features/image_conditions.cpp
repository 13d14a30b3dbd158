#include "core/features/image_processor.h"
#include "core/parity/features/error_rows.h"

#include <cmath>
#include <limits>

namespace tvlt {
namespace {

const char* const kComponent = "TvltImageProcessor";
constexpr int kHeight = 40; // of frames whose size a row leaves open
constexpr int kWidth = 50;
constexpr int kSide = 32; // of what the rows' processor gives

/// Neither flat nor smooth: what row and column a value stands in can be told from it.
NdArray frame(std::int64_t height, std::int64_t width, std::int64_t channels) {
    std::vector<std::uint8_t> values(static_cast<std::size_t>(height * width * channels));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::uint8_t>((i * 37 + i / 7) % 256);
    return {{height, width, channels}, values};
}

std::vector<NdArray> frames(std::int64_t count, std::int64_t channels = 3) {
    return std::vector<NdArray>(static_cast<std::size_t>(count), frame(kHeight, kWidth, channels));
}

template <class F> NdArray doubles(const F& value) {
    std::vector<double> values(static_cast<std::size_t>(kHeight) * kWidth * 3);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = value(static_cast<double>(i));
    return {{kHeight, kWidth, 3}, values};
}

nlohmann::json run(const Videos& videos, nlohmann::json arguments = nlohmann::json::object()) {
    const TvltImageProcessor processor(imageProcessorFromJson(
        {{"size", {{"shortest_edge", kSide}}}, {"crop_size", {{"height", kSide}, {"width", kSide}}}, {"num_frames", 4}},
        "init"));
    if (!arguments.contains("return_tensors"))
        arguments["return_tensors"] = "pt";
    const auto call = imageCallFromJson(arguments, processor.config(), "call");
    return describe(processor(videos, call), call.returnTensors);
}

nlohmann::json outputs(std::int64_t videos, std::int64_t count) {
    return {{"pixel_values", form({videos, count, 3, kSide, kSide})},
            {"pixel_mask", form({videos, count * 4}, "int64")}};
}

using Json = nlohmann::json;

} // namespace

void addImageConditions(ErrorConditions& conditions) {
    const auto add = conditionAdder(conditions, kComponent);
    // Python's None and a text are both "no array" here.
    add("videos=None", [](const Numbers&) { return run(NdArray()); });
    add("videos is a string", [](const Numbers&) { return run(NdArray()); });
    add(
        "empty list", [](const Numbers&) { return run(std::vector<NdArray>()); }, raisesError());
    add("more frames than num_frames", [](const Numbers&) { return run(frames(6)); });
    add(
        "more frames than num_frames, num_frames=# passed to the call",
        [](const Numbers& n) {
            return run(frames(6), {{"num_frames", whole(n[0])}});
        },
        returnsResult(outputs(1, 6)));
    add(
        "# frames with call-time num_frames=#",
        [](const Numbers& n) {
            return run(frames(whole(n[0])), {{"num_frames", whole(n[1])}});
        },
        raisesError());

    const Json sides{{"height", kSide}, {"width", kSide}};
    add(
        "size {'height','width'}",
        [=](const Numbers&) {
            return run(frames(2), {{"size", sides}});
        },
        returnsResult(outputs(1, 2)));
    add(
        "size {'height','width'}, do_resize=False",
        [=](const Numbers&) {
            return run(frames(2), {{"size", sides}, {"do_resize", false}});
        },
        returnsResult(outputs(1, 2)));
    add(
        "size (#, #) tuple",
        [](const Numbers& n) {
            return run(frames(2), {{"size", {whole(n[0]), whole(n[1])}}});
        },
        returnsResult(outputs(1, 2)));
    add("size {'longest_edge': #}", [](const Numbers& n) {
        return run(frames(2), {{"size", {{"longest_edge", whole(n[0])}}}});
    });
    add("size with unknown key", [](const Numbers&) { return run(frames(2), {{"size", {{"foo", kSide}}}}); });
    add("crop_size {'shortest_edge': #}", [](const Numbers& n) {
        return run(frames(2), {{"crop_size", {{"shortest_edge", whole(n[0])}}}});
    });

    add(
        "grey 2-D image (H, W)",
        [](const Numbers&) {
            return run(std::vector<NdArray>{NdArray({kHeight, kWidth}, frame(kHeight, kWidth, 1).data)});
        },
        raisesError());
    add("(H, W, 1) with default 3-element mean", [](const Numbers&) { return run(frames(1, 1)); });
    add("(H, W, #)", [](const Numbers& n) { return run(frames(1, whole(n[0]))); });
    add("(H, W, #) with input_data_format='channels_last'", [](const Numbers& n) {
        return run(frames(1, whole(n[0])), {{"input_data_format", "channels_last"}});
    });
    add("image_mean of # elements", [](const Numbers& n) {
        return run(frames(1), {{"image_mean", std::vector<double>(static_cast<std::size_t>(n[0]), 0.5)}});
    });

    const NestedFrames ragged{frames(3), frames(2)};
    add(
        "videos with different frame counts, return_tensors='pt'", [=](const Numbers&) { return run(ragged); },
        returnsResult(outputs(2, 3)));
    add("videos with different frame counts, return_tensors=None", [=](const Numbers&) {
        return run(ragged, {{"return_tensors", nullptr}});
    });
    add("videos with different frame counts, return_tensors='np'", [=](const Numbers&) {
        return run(ragged, {{"return_tensors", "np"}});
    });
    add("frames ending in different sizes (do_center_crop=False)", [](const Numbers&) {
        return run(std::vector<NdArray>{frame(40, 50, 3), frame(40, 60, 3)}, {{"do_center_crop", false}});
    });

    add("float frames outside [0, 1] (randn), do_resize on",
        [](const Numbers&) { return run(std::vector<NdArray>{doubles([](double i) { return 3.0 * std::sin(i); })}); });
    add("float frames with integral values above 255",
        [](const Numbers&) { return run(std::vector<NdArray>{doubles([](double) { return 300.0; })}); });
    auto warned = outputs(1, 1);
    warned["warned"] = true;
    add(
        "float frames in [0, 1], do_rescale on",
        [](const Numbers&) {
            return run(std::vector<NdArray>{doubles([](double i) { return 0.5 + 0.49 * std::sin(i); })});
        },
        returnsResult(warned));
    add("NaN in float frames", [](const Numbers&) {
        return run(std::vector<NdArray>{doubles([](double) { return std::numeric_limits<double>::quiet_NaN(); })});
    });
    add("do_rescale=False and do_normalize=False", [](const Numbers&) {
        return run(frames(1), {{"do_rescale", false}, {"do_normalize", false}});
    });
    add(
        "unknown keyword foo=#",
        [](const Numbers& n) {
            return run(frames(1), {{"foo", n[0]}});
        },
        raisesError());
    // Frames are no keyword argument: the name is unknown to a call.
    add("videos= passed by keyword", [](const Numbers&) { return run(frames(1), {{"videos", "frames"}}); });
    add("resample=#", [](const Numbers& n) { return run(frames(1), {{"resample", whole(n[0])}}); });
    add(
        "odd padding deficit",
        [](const Numbers&) {
            return run(std::vector<NdArray>{frame(23, 27, 3)}, {{"do_resize", false}});
        },
        returnsResult(outputs(1, 1)));
    add("image with a zero-sized side", [](const Numbers&) { return run(std::vector<NdArray>{frame(0, 10, 3)}); });
    add("extreme aspect ratio # x #", [](const Numbers& n) {
        return run(std::vector<NdArray>{frame(whole(n[0]), whole(n[1]), 3)}, {{"input_data_format", "channels_last"}});
    });
    add(
        "# x W x # image without input_data_format",
        [](const Numbers& n) {
            return run(std::vector<NdArray>{frame(whole(n[0]), 60, whole(n[1]))}, {{"do_normalize", false}});
        },
        returnsResult(outputs(1, 1)));
}

} // namespace tvlt
