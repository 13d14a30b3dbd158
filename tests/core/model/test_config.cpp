#include "core/base/error.h"
#include "core/model/activation_names.h"
#include "core/model/activations.h"
#include "core/model/config.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

using namespace tvlt;
using nlohmann::json;

namespace {

std::string errorOf(const json& config) {
    try {
        (void)configFromJson(config);
    } catch (const Exception& e) {
        return e.error().message();
    }
    return "no error";
}

} // namespace

TEST_CASE("an empty config is the base model") {
    const auto config = configFromJson(json::object());
    CHECK(config.hidden_size == 768);
    CHECK(config.patchesPerFrame() == 196);
    CHECK(config.maxTimeSteps() == 128);
    CHECK(config.bands() == 8);
    CHECK(config.num_labels() == 2);
}

TEST_CASE("a config survives writing and reading") {
    TvltConfig config;
    config.image_size = {32, 48};
    config.image_patch_size = {8, 16};
    config.num_hidden_layers = 3;
    config.hidden_act = "quick_gelu";
    config.qkv_bias = false;
    config.pixel_mask_ratio = 0.5;
    config.audio_mask_type = "patch-level";
    config.loss_type = LossType::Regression;
    config.id2label = {"no", "yes", "perhaps"};
    const auto written = configToJson(config, "TvltForPreTraining");
    CHECK(written["architectures"] == json{"TvltForPreTraining"});
    CHECK(written["audio_mask_type"] == "patch_level"); // the spelling that the reference's class takes
    const auto read = configFromJson(written);
    CHECK(configToJson(read, "TvltForPreTraining") == written);
    CHECK(read.audio_mask_type == "patch-level");
    CHECK(read.id2label == config.id2label);
    CHECK(read.image_size == config.image_size);
}

TEST_CASE("sizes may be one number or two, but audio patches are two") {
    CHECK(configFromJson({{"image_size", 64}}).image_size == std::array{64, 64});
    CHECK(configFromJson({{"image_size", {64, 32}}}).image_size == std::array{64, 32});
    CHECK(configFromJson({{"image_patch_size", 8}}).image_patch_size == std::array{8, 8});
    CHECK_THAT(errorOf({{"audio_patch_size", 16}}), ContainsSubstring("audio_patch_size"));
    CHECK_THAT(errorOf({{"architectures", {"TvltForPreTraining"}}, {"image_patch_size", 8}}),
               ContainsSubstring("image_patch_size"));
}

TEST_CASE("older names of fields are read, the newer ones win") {
    const auto config =
        configFromJson({{"pixel_size", 64}, {"audio_size", 512}, {"feature_size", 64}, {"spectrogram_length", 256}});
    CHECK(config.image_size == std::array{64, 64});
    CHECK(config.frequency_length == 64);
    CHECK(config.spectrogram_length == 256);
}

TEST_CASE("labels are counted from id2label, whatever the order of its keys") {
    const auto labels = json::parse(R"({"10":"k","2":"c","0":"a","1":"b","3":"d","4":"e","5":"f","6":"g","7":"h",
                                        "8":"i","9":"j"})");
    const auto config = configFromJson({{"id2label", labels}});
    REQUIRE(config.num_labels() == 11);
    CHECK(config.id2label[2] == "c");
    CHECK(config.id2label[10] == "k");
    CHECK(configFromJson({{"num_labels", 4}}).num_labels() == 4);
    CHECK_THAT(errorOf({{"id2label", {{"1", "a"}, {"2", "b"}}}}), ContainsSubstring("id2label"));
}

TEST_CASE("both spellings of a mask type are taken") {
    for (const char* name : {"patch-level", "patch_level"})
        CHECK(configFromJson({{"audio_mask_type", name}}).audio_mask_type == "patch-level");
    CHECK_THAT(errorOf({{"audio_mask_type", "foo"}}), ContainsSubstring("audio_mask_type"));
}

TEST_CASE("impossible values are refused by the field's name") {
    const std::pair<const char*, json> wrong[] = {
        {"num_hidden_layers", 1'000'000'000},
        {"num_hidden_layers", 10'000'000'000'000},
        {"num_hidden_layers", 18'446'744'073'709'551'615u},
        {"num_hidden_layers", -1},
        {"hidden_size", -768},
        {"hidden_size", 0},
        {"hidden_size", 770}, // not a multiple of 12 heads
        {"hidden_size", "768"},
        {"hidden_size", 768.5},
        {"decoder_hidden_size", 500},
        {"num_attention_heads", 0},
        {"image_size", json::array({224})},
        {"image_size", json::array({224, -1})},
        {"image_patch_size", json::array({300, 300})},
        {"audio_patch_size", json::array({16, 256})},
        {"num_frames", 1'000'000},
        {"pixel_mask_ratio", 1.5},
        {"pixel_mask_ratio", -0.5},
        {"hidden_dropout_prob", 2},
        {"qkv_bias", 1},
        {"hidden_act", "gelu2"},
        {"hidden_act", 3},
        {"loss_type", "foo"},
        {"id2label", json::object()},
        {"model_type", "vit_mae"},
    };
    for (const auto& [name, value] : wrong) {
        INFO(name << " = " << value.dump());
        CHECK_THAT(errorOf({{name, value}}), ContainsSubstring(name));
    }
    CHECK_THAT(errorOf({{"hidden_size", 32760}, {"num_hidden_layers", 1000}}), ContainsSubstring("parameters"));
    CHECK_THAT(errorOf(json::array()), ContainsSubstring("JSON object"));
}

TEST_CASE("a model for pre-training has at least one task") {
    const json none = {{"task_matching", false}, {"task_mae", false}};
    CHECK_THAT(errorOf(none), ContainsSubstring("task_matching"));
    auto classifier = none;
    classifier["architectures"] = {"TvltForAudioVisualClassification"};
    CHECK(errorOf(classifier) == "no error");
}

TEST_CASE("a field that is null takes its default") {
    CHECK(configFromJson({{"hidden_size", nullptr}, {"unknown", 1}}).hidden_size == 768);
}

TEST_CASE("every activation that a config may name can be had") {
    for (const std::string_view name : activationList)
        CHECK_NOTHROW(activation(std::string(name)));
}

TEST_CASE("the documentation's selu is an activation too") {
    CHECK(isActivation("selu"));
    CHECK_FALSE(isActivation("gelu_12"));
    CHECK_THROWS_WITH(activation("gelu_12"), ContainsSubstring("gelu_12"));
}
