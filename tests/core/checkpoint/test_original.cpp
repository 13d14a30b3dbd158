#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/original_config.h"
#include "core/checkpoint/original_keys.h"
#include "core/checkpoint/torch_file.h"
#include "core/model/state_dict.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <torch/types.h>

using namespace tvlt;

namespace {

const std::filesystem::path golden = std::filesystem::path(TVLT_GOLDEN) / "checkpoint";
const std::string mae = (golden / "tiny-original-mae.ckpt").string();
const std::string sentiment = (golden / "tiny-original-lightning-sentiment.ckpt").string();

StateDict tensorsOf(const std::string& path) {
    return readTorchFile(path).tensors;
}

OriginalConfig infer(const StateDict& tensors, const LoadOptions& options = {}) {
    return inferOriginalConfig(tensors, options, {}, "a.ckpt");
}

} // namespace

TEST_CASE("the authors' MAE opens with hyper-parameters from its shapes") {
    LoadOptions options;
    options.heads = 4;
    options.decoderHeads = 4;
    const auto checkpoint = loadCheckpoint(mae, options);
    const TvltConfig& config = checkpoint->config;
    CHECK(config.mode == ModelMode::Original);
    CHECK(config.hidden_size == 32);
    CHECK(config.num_hidden_layers == 3);
    CHECK(config.num_attention_heads == 4);
    CHECK(config.intermediate_size == 128);
    CHECK(config.image_size == std::array<int, 2>{16, 16});
    CHECK(config.image_patch_size == std::array<int, 2>{4, 4});
    CHECK(config.num_frames == 6);
    CHECK(config.spectrogram_length == 40);
    CHECK(config.frequency_length == 32);
    CHECK(config.decoder_hidden_size == 24);
    CHECK(config.decoder_num_hidden_layers == 2);
    const LoadReport& report = checkpoint->report;
    CHECK(report.architecture == "TVLT original, MAE");
    CHECK((report.original && report.hasMae && report.hasMatching && !report.hasClassifier && !report.headsAssumed));
    CHECK(report.missing.empty());
    CHECK(report.unexpected.empty());
    CHECK(checkpoint->preprocessor.image.numFrames == 1);
    CHECK(checkpoint->preprocessor.image.cropHeight == 16);
}

TEST_CASE("fused query, key and value are taken apart by rows") {
    const StateDict tensors = tensorsOf(mae);
    const auto checkpoint = loadCheckpoint(mae);
    const StateDict loaded = stateDict(checkpoint->modules->root());
    const torch::Tensor qkv = tensors.at("blocks.1.attn.qkv.weight");
    int i = 0;
    for (const char* part : {"query", "key", "value"}) {
        const std::string key = std::string("tvlt.encoder.layer.1.attention.attention.") + part + ".weight";
        CHECK(torch::equal(loaded.at(key), qkv.slice(0, 32 * i, 32 * (i + 1))));
        ++i;
    }
    CHECK(torch::equal(loaded.at("audio_mae_head.decoder.bias"), tensors.at("mae_score_audio.decoder.bias")));
}

TEST_CASE("the authors' sentiment model keeps its pooler and reads hints as hints") {
    const auto checkpoint = loadCheckpoint(sentiment);
    CHECK(checkpoint->report.architecture == "TVLT original, sentiment");
    CHECK(checkpoint->report.hasClassifier);
    CHECK(checkpoint->report.headsAssumed);
    CHECK(checkpoint->report.heads == 4);
    CHECK(checkpoint->report.missing.empty());
    CHECK(checkpoint->report.unexpected.empty());
    CHECK(checkpoint->config.id2label == std::vector<std::string>{"Sentiment"});
    CHECK(checkpoint->config.classifier_layer_norm_eps == Approx(1e-5));
    CHECK(torch::equal(stateDict(checkpoint->modules->root()).at("pooler.dense.weight"),
                       tensorsOf(sentiment).at("classifier.0.dense.weight")));
    const TempFolder folder;
    CHECK_THROWS_WITH(saveCheckpoint(*checkpoint, folder / "saved"), ContainsSubstring("pooler"));
}

TEST_CASE("six labels are the emotions in their order") {
    StateDict tensors = tensorsOf(sentiment);
    tensors["classifier.4.weight"] = torch::zeros({6, 64});
    const OriginalConfig original = infer(tensors);
    CHECK(original.architecture == "TVLT original, emotion");
    CHECK(original.config.id2label == std::vector<std::string>{"Happy", "Sad", "Angry", "Fear", "Disgust", "Surprise"});
}

TEST_CASE("attention heads follow the rule, a hint where the rule fails, or the caller") {
    StateDict tensors = tensorsOf(mae);
    CHECK(infer(tensors).config.num_attention_heads == 1);
    CHECK(infer(tensors).headsAssumed);
    CHECK_FALSE(infer(tensors).notes.empty());
    CHECK(inferOriginalConfig(tensors, {}, {{"num_heads", 8}}, "a").config.num_attention_heads == 8);
    LoadOptions options;
    options.heads = 5;
    CHECK_THROWS_WITH(infer(tensors, options), ContainsSubstring("5 attention heads do not divide"));
    tensors["cls_token"] = torch::zeros({1, 1, 768});
    tensors["decoder_embed.weight"] = torch::zeros({512, 768});
    const TvltConfig base = inferOriginalConfig(tensors, {}, {{"num_heads", 8}}, "a").config;
    CHECK(base.num_attention_heads == 12);
    CHECK(base.decoder_num_attention_heads == 16);
}

TEST_CASE("names translate there and back, and other models are refused by name") {
    for (const auto& [name, tensor] : tensorsOf(mae)) {
        INFO(name);
        CHECK(originalKey(huggingFaceKey(name)) == name);
    }
    CHECK(originalKey("tvlt.encoder.layer.7.attention.attention.key.bias") == "blocks.7.attn.qkv.bias");
    CHECK(huggingFaceKey("blocks.x.norm1.weight").empty());
    CHECK(huggingFaceKey("vqa_classifier.4.weight").empty());
    const torch::Tensor any = torch::zeros({1});
    CHECK(keyFamily({{"patch_embed.proj.weight", any}, {"pos_embed", any}}) == KeyFamily::ImageMae);
    CHECK(keyFamily({{"patch_embed_v.proj.weight", any}, {"text_embeddings.x", any}}) == KeyFamily::TextTvlt);
    CHECK(keyFamily({{"conv1.weight", any}}) == KeyFamily::Unknown);
}

TEST_CASE("shapes that contradict name the tensor") {
    StateDict tensors = tensorsOf(mae);
    tensors["pos_embed_v"] = torch::zeros({1, 15, 32});
    CHECK_THROWS_WITH(infer(tensors), ContainsSubstring("pos_embed_v"));
    tensors.erase("cls_token");
    CHECK_THROWS_WITH(infer(tensors), ContainsSubstring("lacks \"cls_token\""));
    tensors["cls_token"] = torch::zeros({32});
    CHECK_THROWS_WITH(infer(tensors), ContainsSubstring("cls_token"));
}
