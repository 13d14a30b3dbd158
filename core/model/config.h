#pragma once

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <string>
#include <vector>

namespace tvlt {

/// Whose forward pass: Hugging Face's, or the authors' own (token order, hidden -1 patches, CLS rule, no CLS in the
/// masked pass, pooler and epsilon of the classifier).
enum class ModelMode { HuggingFace, Original };

enum class LossType { Classification, Regression };

/// Names of config.json fields, their defaults and meaning: TvltConfig of transformers 4.40.2.
struct TvltConfig {
    std::array<int, 2> image_size{224, 224};     ///< height, width; JSON: an int or a list of two
    int spectrogram_length = 2048;               ///< most rows (time) of audio_values
    int frequency_length = 128;                  ///< columns (mel bands) of audio_values
    std::array<int, 2> image_patch_size{16, 16}; ///< height, width
    std::array<int, 2> audio_patch_size{16, 16}; ///< time, frequency
    int num_image_channels = 3;
    int num_audio_channels = 1;
    int num_frames = 8; ///< most frames
    int hidden_size = 768;
    int num_hidden_layers = 12;
    int num_attention_heads = 12;
    int intermediate_size = 3072;
    std::string hidden_act = "gelu"; ///< encoder and decoder MLPs
    double hidden_dropout_prob = 0.0;
    double attention_probs_dropout_prob = 0.0;
    double initializer_range = 0.02;
    double layer_norm_eps = 1e-6;
    bool qkv_bias = true;
    bool use_mean_pooling = false; ///< true only removes the final encoder LayerNorm; nothing is ever pooled
    int decoder_hidden_size = 512;
    int decoder_num_hidden_layers = 8;
    int decoder_num_attention_heads = 16;
    int decoder_intermediate_size = 2048;
    double pixel_mask_ratio = 0.75;
    double audio_mask_ratio = 0.15;
    std::string audio_mask_type = "frame-level"; ///< or "patch-level"; JSON also with underscores
    bool task_matching = true;
    bool task_mae = true;
    LossType loss_type = LossType::Classification;
    std::vector<std::string> id2label{"LABEL_0", "LABEL_1"}; ///< its size is num_labels

    // Not in config.json: what reading an authors' file adds.
    ModelMode mode = ModelMode::HuggingFace;
    double classifier_layer_norm_eps = 1e-6; ///< 1e-5 in the authors' classifier

    [[nodiscard]] int num_labels() const { return static_cast<int>(id2label.size()); }
    [[nodiscard]] int patchesPerFrame() const {
        return (image_size[0] / image_patch_size[0]) * (image_size[1] / image_patch_size[1]);
    }
    [[nodiscard]] int maxTimeSteps() const { return spectrogram_length / audio_patch_size[0]; }
    [[nodiscard]] int bands() const { return frequency_length / audio_patch_size[1]; }
};

/// Parses and validates. Missing fields take the defaults, older names (pixel_size, audio_size, feature_size) are
/// accepted, extra keys ignored. Throws BadInput naming the field: wrong type, negative or absurd sizes, heads that do
/// not divide, unknown activation, mask type or loss type, ratios outside [0, 1], both tasks off (unless
/// `architectures` names another class than TvltForPreTraining), sizes whose product no computer holds.
[[nodiscard]] TvltConfig configFromJson(const nlohmann::json& json, const std::string& where = "config.json");
/// Throws as configFromJson, but for what only the JSON knows: types, architectures and the tasks.
void validate(const TvltConfig& config, const std::string& where = "config");
/// As transformers 4.40.2 writes and reads it. `architecture`: "TvltForPreTraining" or another of its classes.
[[nodiscard]] nlohmann::json configToJson(const TvltConfig& config, const std::string& architecture);

} // namespace tvlt
