#include "core/base/error.h"
#include "core/parity/features/error_rows.h"
#include "core/parity/features/parity.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <fstream>

using namespace tvlt;

namespace {

const std::filesystem::path kGolden = std::filesystem::path(TVLT_GOLDEN) / "parity";

/// Runs error rows alone and returns what became of the first.
ParityResult runRow(const nlohmann::json& row) {
    const TempFolder temp;
    std::ofstream(temp / "manifest.json") << R"({"format": 1, "cases": []})";
    std::ofstream(temp / "errors.json") << nlohmann::json::array({row});
    return runParityFolder(temp.path()).results.at(0);
}

nlohmann::json row(const std::string& words, const std::string& outcome, const std::string& suggestion) {
    return {{"component", "TvltModel"}, {"case", words}, {"outcome", outcome}, {"suggestion", suggestion}};
}

} // namespace

TEST_CASE("images, sound, both together and error rows are met") {
    const auto report = runParityFolder(kGolden / "features");
    for (const auto& result : report.results) {
        INFO(result.name << ": " << result.detail);
        CHECK(result.passed);
    }
    CHECK(report.results.size() == 13);
}

TEST_CASE("checkpoints are opened as elsewhere in the program") {
    CHECK(runParityFolder(kGolden / "model").failed() == 0);
}

TEST_CASE("one level of one pixel fails an image case") {
    const TempFolder temp;
    std::filesystem::copy(kGolden / "features", temp / "copy", std::filesystem::copy_options::recursive);
    const auto file = temp / "copy/image/resample_bicubic_up.safetensors";
    auto tensors = readSafetensors(file);
    auto& pixels = tensors.at("out.pixel_values.0");
    pixels.view(-1)[100] = pixels.view(-1)[100].item<int>() ^ 1;
    writeSafetensors(file, tensors);
    const auto report = runParityFolder(temp / "copy");
    CHECK(report.failed() == 1);
    CHECK_FALSE(report.results.at(0).passed);
}

TEST_CASE("an error row with a condition that nobody knows fails and says how to describe it") {
    const auto result = runRow(row("the moon is full", "raises", "same error"));
    CHECK_FALSE(result.passed);
    CHECK_THAT(result.detail, ContainsSubstring("unknown"));
    CHECK_THAT(result.detail, ContainsSubstring("docs/parity.md"));
}

TEST_CASE("an error row is judged by what it says, not by what is usual") {
    CHECK(runRow(row("wrong image size", "raises", "same error")).passed);
    CHECK_FALSE(runRow(row("wrong image size", "returns", "same result")).passed);
    auto returns = row("audio rows not a multiple of 16 (50)", "returns", "same result");
    returns["result"] = {{"last_hidden_state", {{"shape", {2, 15, 16}}, {"dtype", "torch.float32"}}},
                         {"last_pixel_hidden_state", {{"shape", {2, 8, 16}}, {"dtype", "torch.float32"}}},
                         {"last_audio_hidden_state", {{"shape", {2, 6, 16}}, {"dtype", "torch.float32"}}}};
    CHECK(runRow(returns).passed);
    returns["result"]["last_hidden_state"]["shape"] = {2, 16, 16};
    CHECK_FALSE(runRow(returns).passed);
    returns["outcome"] = "raises";
    CHECK_FALSE(runRow(returns).passed);
}

TEST_CASE("a row that suggests something else needs a stated outcome") {
    auto unstated = row("wrong image size", "raises", "paint it blue");
    CHECK_THAT(runRow(unstated).detail, ContainsSubstring("paint it blue"));
    unstated["stated"] = {{"raises", true}};
    CHECK(runRow(unstated).passed);
}

TEST_CASE("a row can describe its condition by fields") {
    auto described = row("two frames for one", "raises", "same error");
    described["config"] = {{"image_size", 32},         {"num_frames", 1},        {"hidden_size", 16},
                           {"num_attention_heads", 2}, {"num_hidden_layers", 1}, {"intermediate_size", 16},
                           {"spectrogram_length", 32}, {"frequency_length", 32}};
    described["inputs"] = {{"pixel_values", {{"shape", {1, 2, 3, 32, 32}}}},
                           {"audio_values", {{"shape", {1, 1, 32, 32}}}}};
    CHECK(runRow(described).passed);
    described["inputs"]["pixel_values"]["shape"] = {1, 1, 3, 32, 32};
    CHECK_FALSE(runRow(described).passed);
    described["outcome"] = "returns";
    described["suggestion"] = "same result";
    described["result"] = {{"last_hidden_state", form({1, 9, 16})},
                           {"last_pixel_hidden_state", form({1, 4, 16})},
                           {"last_audio_hidden_state", form({1, 4, 16})}};
    CHECK(runRow(described).passed);
}

TEST_CASE("a pattern's # stands for a number") {
    Numbers numbers;
    CHECK(matchesPattern("labels (#, #) for batch #", "labels (2, 3) for batch 4", numbers));
    CHECK(numbers == Numbers{2, 3, 4});
    CHECK(matchesPattern("ratio #", "ratio -0.5", numbers));
    CHECK(numbers == Numbers{-0.5});
    CHECK_FALSE(matchesPattern("ratio #", "ratio x", numbers));
    CHECK_FALSE(matchesPattern("ratio #", "ratio 1 and more", numbers));
    CHECK_FALSE(matchesPattern("ratio", "ratio 1", numbers));
}
