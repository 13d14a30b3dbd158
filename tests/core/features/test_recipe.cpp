#include "core/base/error.h"
#include "core/base/image.h"
#include "core/features/image_processor.h"
#include "core/features/recipe.h"
#include "tests/core/features/golden.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace tvlt;
using nlohmann::json;

namespace {

std::vector<Image> images(const NdArray& video) {
    std::vector<Image> frames;
    for (const NdArray& frame : video.split()) {
        Image image(static_cast<int>(frame.shape[1]), static_cast<int>(frame.shape[0]));
        image.rgb = frame.as<std::uint8_t>();
        frames.push_back(std::move(image));
    }
    return frames;
}

std::vector<double> wide(const std::vector<float>& values) {
    return {values.begin(), values.end()};
}

} // namespace

TEST_CASE("the authors' pictures come out exactly") {
    const Tensors tensors = goldenTensors("original.safetensors");
    const std::vector<double> levels = numbers(tensors.at("lut256"));
    const json golden = goldenJson("original.json");
    for (const auto& example : golden["video"]) {
        CAPTURE(example["id"].get<std::string>());
        const PixelInput input =
            pixelsOriginal(images(tensors.at(tensorName(example["inputs"]["frames"]))), example["video_size"]);
        std::vector<double> expected = numbers(tensors.at(tensorName(example["outputs"]["u8"])));
        for (double& value : expected)
            value = levels[static_cast<std::size_t>(value)];
        CHECK(largestDifference(wide(input.values), expected) == 0.0);
    }
}

TEST_CASE("the authors' sound comes out within rounding") {
    const Tensors tensors = goldenTensors("original.safetensors");
    const json golden = goldenJson("original.json");
    for (const auto& example : golden["audio"]) {
        const std::string id = example["id"];
        CAPTURE(id);
        std::vector<std::vector<float>> channels;
        for (const NdArray& channel : tensors.at(tensorName(example["inputs"]["pcm"])).split())
            channels.push_back(asFloat(channel).as<float>());
        std::optional<Segment> cut;
        if (!example["timestamp"].is_null())
            cut = Segment{example["timestamp"][0],
                          example["timestamp"][1].get<double>() - example["timestamp"][0].get<double>()};
        const auto origin = id == "sound_track" ? SoundOrigin::VideoTrack : SoundOrigin::SoundFile;
        const AudioInput input = audioOriginal(channels, example["sampling_rate"], 128, 16, 1024, {}, origin, cut);
        CHECK(input.rows == example["shape"][2].get<int>());
        CHECK(largestDifference(wide(input.values), numbers(tensors.at(tensorName(example["outputs"]["audio"])))) <
              2e-4);
    }
}

TEST_CASE("a mono track of a video is 3 dB quieter than its file") {
    std::vector<float> samples;
    for (int i = 0; i < 8192; ++i)
        samples.push_back(static_cast<float>(0.01 * std::sin(0.2 * i)));
    const auto energy = [&](SoundOrigin origin) {
        double sum = 0.0;
        for (const double v : monoOriginal({samples}, 44100, origin, {}))
            sum += v * v;
        return sum;
    };
    CHECK(energy(SoundOrigin::VideoTrack) / energy(SoundOrigin::SoundFile) == Approx(0.5).epsilon(0.01));
}

TEST_CASE("the authors' frames are chosen as they choose them") {
    const auto golden = goldenJson("original.json");
    for (const auto& row : golden["frame_indices"])
        CHECK(frameIndicesOriginal(row["frames_in_video"], row["num_frames"].get<int>()) ==
              row["indices"].get<std::vector<std::int64_t>>());
    for (const auto& row : golden["frame_indices_timestamp"]) {
        CAPTURE(row.dump());
        const auto choose = [&] {
            return frameIndicesOriginal(row["frames_in_video"], row["fps"], row["timestamp"][0], row["timestamp"][1],
                                        row["num_frames"]);
        };
        if (row["indices"].is_null())
            CHECK_THROWS_AS(choose(), Exception);
        else
            CHECK(choose() == row["indices"].get<std::vector<std::int64_t>>());
    }
}

TEST_CASE("the hf recipe for clips equals the image processor") {
    Image frame(61, 47);
    for (std::size_t i = 0; i < frame.rgb.size(); ++i)
        frame.rgb[i] = static_cast<std::uint8_t>(i * 37 % 251);
    ImageProcessorConfig config;
    config.shortestEdge = config.cropHeight = config.cropWidth = 32;
    const PixelInput input = pixelsHf({frame, frame}, config);
    const NdArray array({47, 61, 3}, frame.rgb);
    const auto out = TvltImageProcessor(config)(std::vector<NdArray>{array, array});
    const auto& frames = std::get<NestedFrames>(*out.find("pixel_values"))[0];
    CHECK(input.values == NdArray::stack(frames).as<float>());
    CHECK(input.height == 32);
    CHECK_THROWS_AS(pixelsHf({}, config), Exception);
}

TEST_CASE("the hf recipe for clips pads sound to whole patches") {
    const AudioInput input = audioHf(std::vector<float>(512 * 20, 0.1F), {});
    CHECK(input.realRows == 20);
    CHECK(input.rows == 32);
    CHECK(input.values.size() == 32 * 128);
    CHECK(input.values.back() == 0.0F);
    CHECK_THROWS_WITH(audioHf(std::vector<float>(100), {}), ContainsSubstring("too short"));
    CHECK_THROWS_WITH(audioOriginal({}, 44100, 128, 16, 1024), ContainsSubstring("empty"));
    CHECK_THROWS_WITH(audioOriginal({{NAN}}, 44100, 128, 16, 1024), ContainsSubstring("not finite"));
}

TEST_CASE("recipes have names") {
    CHECK(recipeFromName("original") == Recipe::Original);
    CHECK(recipeName(Recipe::Hf) == "hf");
    CHECK_THROWS_WITH(recipeFromName("x"), ContainsSubstring("auto, hf or original"));
}
