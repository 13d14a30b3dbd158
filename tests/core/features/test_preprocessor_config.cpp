#include "core/base/error.h"
#include "core/base/file.h"
#include "core/features/preprocessor_config.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

using namespace tvlt;
using nlohmann::json;

namespace {

void put(const TempFolder& folder, const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder / name).parent_path());
    writeFileAtomically(folder / name, text);
}

} // namespace

TEST_CASE("no files mean the reference's defaults") {
    TempFolder folder;
    const PreprocessorConfig config = loadPreprocessorConfig(folder.path());
    CHECK(config.image.shortestEdge == 224);
    CHECK(config.image.numFrames == 8);
    CHECK(config.audio.hopLength == 512);
    CHECK(config.audio.freqLen() == 8);
    CHECK(config.warnings.empty());
}

TEST_CASE("nested folders keep both patch sizes, and the saved hop is trusted") {
    TempFolder folder;
    put(folder, "image_processor/preprocessor_config.json", R"({"size": {"shortest_edge": 32}, "patch_size": [8, 8]})");
    put(folder, "feature_extractor/preprocessor_config.json", R"({"sampling_rate": 16000, "hop_length": 160})");
    put(folder, "preprocessor_config.json", R"({"feature_size": 64})");
    const PreprocessorConfig config = loadPreprocessorConfig(folder.path());
    CHECK(config.image.shortestEdge == 32);
    CHECK(config.image.patchSize == std::vector<int>{8, 8});
    CHECK(config.audio.hopLength == 160);
}

TEST_CASE("a flat file of the feature extractor alone leaves the image processor's defaults, and says so") {
    TempFolder folder;
    put(folder, "preprocessor_config.json", R"({"feature_size": 64, "patch_size": [4, 4], "sampling_rate": 16000})");
    const PreprocessorConfig config = loadPreprocessorConfig(folder.path());
    CHECK(config.image.patchSize == std::vector<int>{16, 16});
    CHECK(config.audio.featureSize == 64);
    CHECK(config.audio.hopLength == 186);
    REQUIRE(config.warnings.size() == 1);
    CHECK_THAT(config.warnings[0], ContainsSubstring("feature extractor alone"));
}

TEST_CASE("a file that is not valid JSON is a warning with its place, and defaults") {
    TempFolder folder;
    put(folder, "preprocessor_config.json", "{\n  \"size\": 224\n  \"num_frames\": 4\n}");
    const PreprocessorConfig config = loadPreprocessorConfig(folder.path());
    CHECK(config.image.numFrames == 8);
    REQUIRE(config.warnings.size() == 1);
    CHECK_THAT(config.warnings[0], ContainsSubstring("preprocessor_config.json:3:"));
}

TEST_CASE("what is written is read back, both patch sizes and the hop too") {
    PreprocessorConfig config;
    config.image.shortestEdge.reset();
    config.image.sizeHeight = 40;
    config.image.sizeWidth = 50;
    config.image.patchSize = {8, 8};
    config.image.imageMean = {0.25};
    config.image.numFrames = 4;
    config.audio.hopLength = 441;
    TempFolder folder;
    put(folder, "preprocessor_config.json", preprocessorToJson(config).dump());
    const PreprocessorConfig back = loadPreprocessorConfig(folder.path());
    CHECK_FALSE(back.image.shortestEdge.has_value());
    CHECK(back.image.sizeWidth == 50);
    CHECK(back.image.patchSize == std::vector<int>{8, 8});
    CHECK(back.image.imageMean == std::vector<double>{0.25});
    CHECK(back.image.numFrames == 4);
    CHECK(back.audio.patchSize == std::vector<int>{16, 16});
    CHECK(back.audio.hopLength == 441);
    CHECK(back.warnings.empty());
}

TEST_CASE("older names mean the same") {
    CHECK(imageProcessorFromJson({{"pixel_size", 96}}, "f").shortestEdge == 96);
    CHECK(featureExtractorFromJson({{"audio_size", 1024}}, "f").spectrogramLength == 1024);
}

TEST_CASE("a wrong value is refused by its field") {
    CHECK_THROWS_WITH(imageProcessorFromJson({{"size", -1}}, "f"), ContainsSubstring("f: size"));
    CHECK_THROWS_WITH(imageProcessorFromJson({{"do_resize", 3}}, "f"), ContainsSubstring("do_resize"));
    CHECK_THROWS_WITH(imageProcessorFromJson({{"image_std", 0.0}}, "f"), ContainsSubstring("image_std"));
    CHECK_THROWS_WITH(featureExtractorFromJson({{"patch_size", {16}}}, "f"), ContainsSubstring("patch_size"));
    CHECK_THROWS_WITH(featureExtractorFromJson({{"hop_length_to_sampling_rate", 50000}}, "f"),
                      ContainsSubstring("hop_length_to_sampling_rate"));
    CHECK_THROWS_WITH(featureExtractorFromJson(json::array(), "f"), ContainsSubstring("object"));
}
