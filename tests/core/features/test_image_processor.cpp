#include "core/base/error.h"
#include "core/features/image_processor.h"
#include "tests/core/features/golden.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>

using namespace tvlt;
using nlohmann::json;

namespace {

NestedFrames framesOf(const json& example, const Tensors& tensors) {
    NestedFrames videos;
    for (const auto& input : example["inputs"])
        videos.push_back(tensors.at(input["video"].get<std::string>()).split());
    return videos;
}

NdArray flatFrame(int height, int width, std::uint8_t level = 100) {
    return NdArray({height, width, 3}, std::vector<std::uint8_t>(static_cast<std::size_t>(height * width * 3), level));
}

TvltImageProcessor smallProcessor() {
    return TvltImageProcessor(imageProcessorFromJson(json{{"size", 32}, {"crop_size", 32}, {"num_frames", 4}}, "test"));
}

std::vector<std::int64_t> outputShape(const json& arguments, const Videos& videos) {
    const TvltImageProcessor processor = smallProcessor();
    ImageCall call = imageCallFromJson(arguments, processor.config(), "call");
    call.returnTensors = ReturnTensors::Torch;
    return processor(videos, call).array("pixel_values").shape;
}

} // namespace

TEST_CASE("frames become the reference's pixel values, bit for bit") {
    const json golden = goldenJson("transformers.json");
    for (const auto& example : golden["image"]) {
        CAPTURE(example["name"].get<std::string>());
        const Tensors tensors = goldenTensors(example["file"]);
        const TvltImageProcessor processor(imageProcessorFromJson(example["init"], "init"), ReferenceQuirks::all());
        const BatchFeature out =
            processor(framesOf(example, tensors), imageCallFromJson(example["call"], processor.config(), "call"));
        const auto& videos = std::get<NestedFrames>(*out.find("pixel_values"));
        for (std::size_t i = 0; i < videos.size(); ++i) {
            const std::string name = "pixel_values." + std::to_string(i);
            const NdArray video = NdArray::stack(videos[i]);
            CHECK(video.dtype() == example["expected"][name]["dtype"].get<std::string>());
            CHECK(video.shape == tensors.at("out." + name).shape);
            CHECK(largestDifference(numbers(video), numbers(tensors.at("out." + name))) == 0.0);
        }
        CHECK(numbers(out.array("pixel_mask")) == numbers(tensors.at("out.pixel_mask")));
    }
}

TEST_CASE("the size that is asked for is the size that comes out") {
    CHECK(outputShape({{"do_resize", false}}, flatFrame(23, 27)) == std::vector<std::int64_t>{1, 1, 3, 32, 32});
    CHECK(outputShape({{"size", {{"height", 48}, {"width", 40}}}, {"do_center_crop", false}}, flatFrame(23, 27)) ==
          std::vector<std::int64_t>{1, 1, 3, 48, 40});
    CHECK(outputShape({{"data_format", "channels_last"}}, flatFrame(1, 3000)) ==
          std::vector<std::int64_t>{1, 1, 32, 32, 3});
}

TEST_CASE("pixel_mask counts the patches that come out") {
    const TvltImageProcessor processor = smallProcessor();
    const auto call = imageCallFromJson({{"crop_size", {{"height", 48}, {"width", 64}}}, {"patch_size", {8, 16}}},
                                        processor.config(), "call");
    CHECK(processor(flatFrame(60, 90), call).array("pixel_mask").shape == std::vector<std::int64_t>{1, 24});
}

TEST_CASE("shorter videos are filled up with zeros when a tensor is wanted") {
    const TvltImageProcessor processor = smallProcessor();
    ImageCall call;
    call.returnTensors = ReturnTensors::Torch;
    const NestedFrames videos{{flatFrame(40, 50), flatFrame(40, 50)}, {flatFrame(40, 50)}};
    const BatchFeature out = processor(videos, call);
    const NdArray& values = out.array("pixel_values");
    CHECK(values.shape == std::vector<std::int64_t>{2, 2, 3, 32, 32});
    const auto padding = values.at(1).at(1).as<float>();
    CHECK(std::all_of(padding.begin(), padding.end(), [](float v) { return v == 0.0F; }));
    CHECK(numbers(out.array("pixel_mask")) == std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0});
    CHECK(std::holds_alternative<NestedFrames>(*processor(videos).find("pixel_values")));
}

TEST_CASE("the last axis of an 8-bit frame is its channels when the first could be too") {
    CHECK(outputShape(json::object(), flatFrame(3, 60))[2] == 3);
    CHECK(outputShape(json::object(), flatFrame(1, 60))[2] == 3);
}

TEST_CASE("wrong frames and options are refused with a reason") {
    const TvltImageProcessor processor = smallProcessor();
    const auto call = [&](const json& arguments) { return imageCallFromJson(arguments, processor.config(), "call"); };
    CHECK_THROWS_WITH(processor(NdArray()), ContainsSubstring("neither a picture nor a video"));
    CHECK_THROWS_WITH(processor(std::vector<NdArray>{}), ContainsSubstring("no frames"));
    CHECK_THROWS_WITH(processor(NdArray({4, 5}, std::vector<float>(20))), ContainsSubstring("3 dimensions"));
    CHECK_THROWS_WITH(processor(NdArray({4, 5, 2}, std::vector<float>(40))), ContainsSubstring("channels"));
    CHECK_THROWS_WITH(processor(NdArray({0, 10, 3}, std::vector<float>())), ContainsSubstring("impossible side"));
    CHECK_THROWS_WITH(processor(NdArray({2, 2, 3}, std::vector<float>(12, 300.0F))), ContainsSubstring("300"));
    CHECK_THROWS_WITH(processor(NdArray({2, 2, 3}, std::vector<float>(12, NAN))), ContainsSubstring("not finite"));
    const std::vector<NdArray> six(6, flatFrame(40, 50));
    CHECK_THROWS_WITH(processor(six), ContainsSubstring("num_frames"));
    CHECK_NOTHROW(processor(six, call({{"num_frames", 8}})));
    CHECK_THROWS_WITH(processor(flatFrame(40, 50), call({{"image_mean", {0.5, 0.5}}})),
                      ContainsSubstring("image_mean"));
    CHECK_THROWS_WITH(call({{"foo", 1}}), ContainsSubstring("foo"));
    CHECK_THROWS_WITH(call({{"resample", 7}}), ContainsSubstring("resample"));
    CHECK_THROWS_WITH(call({{"size", {{"longest_edge", 32}}}}), ContainsSubstring("size"));
    CHECK_THROWS_WITH(call({{"crop_size", {{"shortest_edge", 32}}}}), ContainsSubstring("crop_size"));
    CHECK(processor(NdArray({2, 2, 3}, std::vector<float>(12, 0.3F))).warnings.size() == 1);
}
