#include "core/analysis/engine.h"
#include "core/export/analysis_export.h"
#include "core/export/info_json.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <map>

using namespace tvlt;
using nlohmann::json;

namespace {

struct Exported {
    TempFolder folder;
    std::shared_ptr<const Analysis> analysis;
    std::map<std::string, NpzArray> arrays;
    json metrics;

    Exported() {
        Request request;
        request.clip = makeSmallClip(folder.path()).info;
        request.checkpoint = tinyCheckpoint();
        analysis = runRequest(request).value();
        for (const NpzArray& array : analysisArrays(*analysis))
            arrays.emplace(array.name, array);
        metrics = analysisJson(*analysis);
    }
    [[nodiscard]] std::vector<float> floats(const std::string& name) const {
        const auto& bytes = arrays.at(name).bytes;
        std::vector<float> values(bytes.size() / sizeof(float));
        std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
};

} // namespace

TEST_CASE("the arrays bear the reference's names and shapes") {
    const Exported e;
    const std::map<std::string, std::vector<std::int64_t>> shapes{
        {"pixel_values", {1, 4, 3, 32, 32}},
        {"audio_values", {1, 1, 256, 64}},
        {"pixel_logits", {1, 64, 192}},
        {"audio_logits", {1, 64, 256}},
        {"pixel_label_masks", {1, 64}},
        {"audio_label_masks", {1, 64}},
        {"pixel_ids_restore", {1, 64}},
        {"audio_ids_restore", {1, 64}},
        {"pixel_reconstruction", {4, 32, 32, 3}},
        {"audio_reconstruction", {256, 64}},
        {"frame_times", {4}},
        {"column_times", {256}},
        {"mel_hz", {64}},
        {"checkpoint", {1}},
    };
    CHECK(e.arrays.size() == shapes.size());
    for (const auto& [name, shape] : shapes) {
        CAPTURE(name);
        REQUIRE(e.arrays.count(name) == 1);
        CHECK(e.arrays.at(name).shape == shape);
    }
}

TEST_CASE("losses follow from the arrays alone") {
    const Exported e;
    const auto logits = e.floats("audio_logits");
    const auto values = e.floats("audio_values");
    const auto labels = e.floats("audio_label_masks");
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t token = 0; token < 64; ++token)
        for (std::size_t i = 0; i < 256 && labels[token] > 0; ++i) {
            const std::size_t row = token / 4 * 16 + i / 16;
            const std::size_t mel = token % 4 * 16 + i % 16;
            const double difference = logits[token * 256 + i] - values[row * 64 + mel];
            sum += difference * difference;
            count += 1.0;
        }
    CHECK(e.metrics["audio"]["loss"].get<double>() == Approx(sum / count).epsilon(1e-5));
    CHECK(e.metrics["audio"]["masked"]["patches"] == static_cast<int>(count / 256));
}

TEST_CASE("the reconstruction lies in 0 to 1 and shows the input where it was visible") {
    const Exported e;
    const auto levels = e.floats("pixel_reconstruction");
    const auto values = e.floats("pixel_values");
    const auto labels = e.floats("pixel_label_masks");
    CHECK(*std::min_element(levels.begin(), levels.end()) >= 0.0F);
    CHECK(*std::max_element(levels.begin(), levels.end()) <= 1.0F);
    for (std::size_t token = 0; token < 64; ++token) {
        if (labels[token] > 0)
            continue;
        const std::size_t frame = token / 16;
        const std::size_t y = token % 16 / 4 * 8 + 2;
        const std::size_t x = token % 4 * 8 + 6;
        CHECK(levels[((frame * 32 + y) * 32 + x) * 3 + 1] ==
              Approx(values[((frame * 3 + 1) * 32 + y) * 32 + x] * 0.5F + 0.5F));
    }
}

TEST_CASE("metrics name the clip, the mask and the model, and null what is not there") {
    const Exported e;
    CHECK(e.metrics["mask"]["pixel_patches_hidden"] == 48);
    CHECK(e.metrics["recipe"] == "hf");
    CHECK(e.metrics["checkpoint"]["name"] == "tiny");
    CHECK(e.metrics["clip"]["video"]["width"] == 48);
    CHECK(e.metrics["regression"].empty());
    CHECK(e.metrics["matching"]["probability"].get<double>() > 0.0);
    CHECK(e.metrics["pixel"]["masked"].count("mae_db") == 0);
    CHECK(e.metrics["audio"]["visible"].count("mae_db") == 1);
}

TEST_CASE("a file name that is not UTF-8 does not spoil the JSON") {
    ClipInfo clip;
    clip.path = "caf\xE9.mp4";
    CHECK(json::parse(jsonText(clipJson(clip))).is_object());
}
