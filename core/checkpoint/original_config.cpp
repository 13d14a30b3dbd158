#include "core/checkpoint/original_config.h"

#include "core/base/error.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace tvlt {

namespace {

/// Sizes of a tensor that must be there with so many dimensions.
class Shapes {
  public:
    Shapes(const StateDict& tensors, const std::string& where) : tensors_(tensors), where_(where) {}

    [[nodiscard]] int size(const std::string& key, std::int64_t dimensions, std::int64_t axis) const {
        const auto found = tensors_.find(key);
        if (found == tensors_.end())
            throwBadInput("the encoder or a head lacks \"" + key + "\"", where_,
                          "The file is incomplete: download it again.");
        const torch::Tensor& tensor = found->second;
        if (tensor.dim() != dimensions || tensor.size(axis) < 1 ||
            tensor.size(axis) > std::numeric_limits<int>::max() / 4096)
            throwBadInput("\"" + key + "\" has a shape that no TVLT has", where_,
                          "The file is damaged or holds another model.");
        return static_cast<int>(tensor.size(axis));
    }
    /// How many different numbers follow `prefix`.
    [[nodiscard]] int blocks(const std::string& prefix) const {
        std::set<std::string> numbers;
        for (auto it = tensors_.lower_bound(prefix); it != tensors_.end() && it->first.starts_with(prefix); ++it)
            numbers.insert(it->first.substr(prefix.size(), it->first.find('.', prefix.size()) - prefix.size()));
        return static_cast<int>(numbers.size());
    }
    [[nodiscard]] bool any(const std::string& prefix) const {
        const auto it = tensors_.lower_bound(prefix);
        return it != tensors_.end() && it->first.starts_with(prefix);
    }

  private:
    const StateDict& tensors_;
    const std::string& where_;
};

struct Heads {
    int count = 1;
    bool assumed = true;
    std::string note;
};

Heads chooseHeads(const std::string& part, int hidden, int perHead, std::optional<int> given,
                  std::optional<std::int64_t> hint, const std::string& where) {
    const std::string width = std::to_string(hidden) + " columns";
    if (given) {
        if (*given < 1 || hidden % *given != 0)
            throwBadInput(std::to_string(*given) + " attention heads do not divide the " + part + "'s " + width, where,
                          "Give a number that does.");
        return {*given, false, {}};
    }
    const bool hintFits = hint && *hint >= 1 && *hint <= hidden && hidden % *hint == 0;
    if (hidden % perHead == 0) {
        Heads heads{hidden / perHead, true, {}};
        if (hintFits && *hint != heads.count)
            heads.note = "The training script's settings speak of " + std::to_string(*hint) + " heads in the " + part +
                         "; the authors' code never reads them, so the usual " + std::to_string(heads.count) +
                         " are used.";
        return heads;
    }
    if (hintFits)
        return {static_cast<int>(*hint), true,
                "The " + part + "'s " + std::to_string(*hint) + " heads are a hint of the training script's settings."};
    int count = std::max(1, hidden / perHead);
    while (hidden % count != 0)
        --count;
    return {count, true,
            "The usual " + std::to_string(perHead) + " columns per head do not divide the " + part + "'s " + width +
                "; " + std::to_string(count) + " head" + (count == 1 ? " is" : "s are") + " a guess."};
}

std::vector<std::string> labelNames(int count) {
    if (count == 1)
        return {"Sentiment"};
    if (count == 6)
        return {"Happy", "Sad", "Angry", "Fear", "Disgust", "Surprise"};
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back("LABEL_" + std::to_string(i));
    return names;
}

/// One sentence for each group of keys that this program has no use for.
void noteOtherHeads(const Shapes& shapes, std::vector<std::string>& notes) {
    if (shapes.any("vqa_classifier."))
        notes.push_back("The file holds a head for visual question answering, which this program has not: only its "
                        "encoder is used.");
    if (shapes.any("rank_output."))
        notes.push_back("The file holds a head for retrieval, which this program has not: only its encoder is used.");
    if (shapes.any("text_embeddings.") || shapes.any("mlm_score."))
        notes.push_back("The file holds parts for text, which are not used.");
}

} // namespace

OriginalConfig inferOriginalConfig(const StateDict& tensors, const LoadOptions& options,
                                   const std::map<std::string, std::int64_t>& hints, const std::string& where) {
    const Shapes shapes(tensors, where);
    OriginalConfig original;
    TvltConfig& config = original.config;
    config.mode = ModelMode::Original;
    config.classifier_layer_norm_eps = 1e-5;

    config.hidden_size = shapes.size("cls_token", 3, 2);
    config.num_hidden_layers = shapes.blocks("blocks.");
    config.intermediate_size = shapes.size("blocks.0.mlp.fc1.weight", 2, 0);
    config.qkv_bias = shapes.any("blocks.0.attn.qkv.bias");
    config.num_image_channels = shapes.size("patch_embed_v.proj.weight", 4, 1);
    config.num_audio_channels = shapes.size("patch_embed_a.proj.weight", 4, 1);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        config.image_patch_size[i] = shapes.size("patch_embed_v.proj.weight", 4, axis);
        config.audio_patch_size[i] = shapes.size("patch_embed_a.proj.weight", 4, axis);
    }
    const int patches = shapes.size("pos_embed_v", 3, 1);
    const int side = static_cast<int>(std::lround(std::sqrt(patches)));
    if (side * side != patches)
        throwBadInput("\"pos_embed_v\" has " + std::to_string(patches) + " rows, which make no square picture", where,
                      "The file is damaged or holds another model.");
    const auto product = [&](int a, int b) {
        if (static_cast<std::int64_t>(a) * b > std::numeric_limits<int>::max())
            throwBadInput("its shapes give sizes that no TVLT has", where);
        return a * b;
    };
    config.image_size = {product(side, config.image_patch_size[0]), product(side, config.image_patch_size[1])};
    config.num_frames = shapes.size("temporal_embed", 3, 1);
    config.spectrogram_length = product(shapes.size("pos_embed_a", 3, 1), config.audio_patch_size[0]);
    config.frequency_length = product(shapes.size("freq_embed", 3, 1), config.audio_patch_size[1]);

    config.task_mae = shapes.any("decoder_embed.") || shapes.any("mae_score_");
    config.task_matching = shapes.any("matching_score.");
    original.classifier = shapes.any("classifier.4.") && !config.task_mae;
    if (config.task_mae) {
        config.decoder_hidden_size = shapes.size("decoder_embed.weight", 2, 0);
        config.decoder_num_hidden_layers = shapes.blocks("decoder_blocks.");
        config.decoder_intermediate_size = shapes.size("decoder_blocks.0.mlp.fc1.weight", 2, 0);
    }
    original.architecture = config.task_mae ? "TVLT original, MAE" : "TVLT original, encoder";
    if (!config.task_mae && config.task_matching)
        original.architecture = "TVLT original, matching";
    if (original.classifier) {
        const int labels = shapes.size("classifier.4.weight", 2, 0);
        config.id2label = labelNames(labels);
        config.loss_type = labels == 1 ? LossType::Regression : LossType::Classification;
        original.architecture = labels == 1   ? "TVLT original, sentiment"
                                : labels == 6 ? "TVLT original, emotion"
                                              : "TVLT original, classifier";
    }

    const auto hint = [&](const char* key) -> std::optional<std::int64_t> {
        const auto found = hints.find(key);
        return found == hints.end() ? std::nullopt : std::optional(found->second);
    };
    const Heads heads = chooseHeads("encoder", config.hidden_size, 64, options.heads, hint("num_heads"), where);
    config.num_attention_heads = heads.count;
    Heads decoder{1, false, {}};
    if (config.task_mae) {
        decoder = chooseHeads("decoder", config.decoder_hidden_size, 32, options.decoderHeads,
                              hint("decoder_num_heads"), where);
        config.decoder_num_attention_heads = decoder.count;
    }
    original.headsAssumed = heads.assumed || decoder.assumed;
    for (const Heads& chosen : {heads, decoder})
        if (!chosen.note.empty())
            original.notes.push_back(chosen.note);
    noteOtherHeads(shapes, original.notes);
    validate(config, where);
    return original;
}

PreprocessorConfig originalPreprocessor(const OriginalConfig& original) {
    const TvltConfig& config = original.config;
    PreprocessorConfig preprocessor;
    preprocessor.image.shortestEdge = std::min(config.image_size[0], config.image_size[1]);
    preprocessor.image.cropHeight = config.image_size[0];
    preprocessor.image.cropWidth = config.image_size[1];
    preprocessor.image.patchSize = {config.image_patch_size[0], config.image_patch_size[1]};
    preprocessor.image.numFrames = config.task_mae ? 1 : std::min(8, config.num_frames);
    preprocessor.audio.spectrogramLength = std::min(1024, config.spectrogram_length);
    preprocessor.audio.featureSize = config.frequency_length;
    preprocessor.audio.patchSize = {config.audio_patch_size[0], config.audio_patch_size[1]};
    preprocessor.audio.paddingValue = -1.0;
    return preprocessor;
}

} // namespace tvlt
