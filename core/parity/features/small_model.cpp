#include "core/parity/features/small_model.h"

#include <torch/torch.h>

namespace tvlt {

nlohmann::json smallConfigJson(const nlohmann::json& fields) {
    nlohmann::json json{{"image_size", 32},
                        {"num_frames", 2},
                        {"spectrogram_length", 64},
                        {"frequency_length", 32},
                        {"hidden_size", 16},
                        {"num_hidden_layers", 1},
                        {"num_attention_heads", 2},
                        {"intermediate_size", 16},
                        {"decoder_hidden_size", 16},
                        {"decoder_num_attention_heads", 2},
                        {"decoder_num_hidden_layers", 1},
                        {"decoder_intermediate_size", 16}};
    json.update(fields);
    return json;
}

TvltConfig smallConfig(const nlohmann::json& fields) {
    return configFromJson(smallConfigJson(fields), "config");
}

TvltInputs smallInputs(std::int64_t frames, std::int64_t rows) {
    TvltInputs inputs;
    inputs.pixel_values = torch::zeros({2, frames, 3, 32, 32});
    inputs.audio_values = torch::zeros({2, 1, rows, 32});
    return inputs;
}

nlohmann::json describe(const TvltModelOutput& output) {
    return describeDefined({{"last_hidden_state", output.last_hidden_state},
                            {"last_pixel_hidden_state", output.last_pixel_hidden_state},
                            {"last_audio_hidden_state", output.last_audio_hidden_state},
                            {"pixel_label_masks", output.pixel_label_masks},
                            {"audio_label_masks", output.audio_label_masks},
                            {"pixel_ids_restore", output.pixel_ids_restore},
                            {"audio_ids_restore", output.audio_ids_restore}});
}

nlohmann::json describe(const TvltForPreTrainingOutput& output) {
    return describeDefined({{"loss", output.loss},
                            {"matching_logits", output.matching_logits},
                            {"pixel_logits", output.pixel_logits},
                            {"audio_logits", output.audio_logits}});
}

nlohmann::json describe(const SequenceClassifierOutput& output) {
    return describeDefined({{"loss", output.loss}, {"logits", output.logits}});
}

nlohmann::json hiddenStates(std::int64_t pixel, std::int64_t audio) {
    return {{"last_hidden_state", form({2, 1 + pixel + audio, 16})},
            {"last_pixel_hidden_state", form({2, pixel, 16})},
            {"last_audio_hidden_state", form({2, audio, 16})}};
}

} // namespace tvlt
