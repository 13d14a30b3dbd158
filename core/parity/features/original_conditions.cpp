#include "core/base/error.h"
#include "core/features/recipe.h"
#include "core/parity/features/small_model.h"

#include <torch/torch.h>

#include <limits>

namespace tvlt {
namespace {

/// A checkpoint of the folder that has the MAE heads, with the heads that the manifest states.
const ParityModel& anyMae(ParityContext& context) {
    for (const auto& [path, about] : context.manifest.json.at("checkpoints").items()) {
        const auto arch = about.value("arch", nlohmann::json::object());
        if (!arch.contains("decoder_num_heads"))
            continue;
        const GivenHeads heads{arch.at("num_heads").get<int>(), arch.at("decoder_num_heads").get<int>()};
        return context.models.get(path, heads);
    }
    throwNotFound("no checkpoint with MAE heads is listed", "checkpoints");
}

/// One sample that fits the model, of `frames` frames and `steps` audio time steps; 0 leaves the modality out.
TvltInputs sample(const ParityModel& model, const ParityContext& context, std::int64_t frames, std::int64_t steps) {
    const auto options = torch::TensorOptions().device(context.models.device()).dtype(context.models.dtype());
    const auto& config = model.config;
    TvltInputs inputs;
    if (frames > 0)
        inputs.pixel_values =
            torch::rand({1, frames, config.num_image_channels, config.image_size[0], config.image_size[1]}, options);
    if (steps > 0)
        inputs.audio_values = torch::rand(
            {1, config.num_audio_channels, steps * config.audio_patch_size[0], config.frequency_length}, options);
    return inputs;
}

nlohmann::json tokens(const ParityModel& model, const TvltInputs& inputs) {
    const torch::InferenceMode inference;
    return {{"tokens", model.modules->encoder()->forward(inputs).last_hidden_state.size(1)}};
}

nlohmann::json reconstructed(const ParityModel& model, const TvltInputs& inputs) {
    const torch::InferenceMode inference;
    PreTrainingInputs all;
    all.inputs = inputs;
    all.match = false;
    auto pretraining = model.modules->pretraining;
    const auto output = pretraining->forward(all);
    return {{"pixels", output.pixel_logits.defined()}, {"audio", output.audio_logits.defined()}};
}

nlohmann::json spectrogram(std::vector<float> samples) {
    const auto audio = audioOriginal({std::move(samples)}, 44100, 128, 16, 1024);
    return {{"rows", audio.rows}};
}

} // namespace

void addOriginalConditions(ErrorConditions& conditions) {
    using Run = std::function<nlohmann::json(const ParityModel&, ParityContext&)>;
    const auto add = [&](const char* words, Run run, std::function<StatedOutcome(const Numbers&)> stated) {
        conditions.push_back(
            {"original", words,
             [run = std::move(run)](const Numbers&, ParityContext& context) { return run(anyMae(context), context); },
             std::move(stated)});
    };
    const auto encode = [](std::int64_t moreFrames, std::int64_t moreSteps) {
        return [=](const ParityModel& m, ParityContext& c) {
            return tokens(m, sample(m, c, m.config.num_frames + moreFrames, m.config.maxTimeSteps() + moreSteps));
        };
    };
    add(
        "frames_differ_from_config",
        [](const ParityModel& m, ParityContext& c) -> nlohmann::json {
            const auto inputs = sample(m, c, m.config.num_frames - 1, 1);
            const auto expected = 1 + (m.config.num_frames - 1) * m.config.patchesPerFrame() + m.config.bands();
            return {{"follows the input", tokens(m, inputs).at("tokens") == expected}};
        },
        returnsResult({{"follows the input", true}}));
    add(
        "frame_size",
        [](const ParityModel& m, ParityContext& c) {
            auto inputs = sample(m, c, 1, 1);
            inputs.pixel_values = torch::constant_pad_nd(inputs.pixel_values, {2, 2, 2, 2});
            return tokens(m, inputs);
        },
        raisesError());
    add("audio_longer_than_table", encode(0, 1), raisesError());
    add("more_frames_than_table", encode(1, 0), raisesError());
    add(
        "audio_empty", [](const ParityModel&, ParityContext&) { return spectrogram({}); }, raisesError());
    add(
        "audio_nan",
        [](const ParityModel&, ParityContext&) {
            std::vector<float> samples(3000, 0.1F);
            samples[1500] = std::numeric_limits<float>::quiet_NaN();
            return spectrogram(std::move(samples));
        },
        raisesError());
    // The authors have no path for a lone picture, nor for masking one modality alone. Leaving a modality out is this
    // program's own extension: [cls, video], and the reconstruction of what is there.
    add(
        "video_only",
        [](const ParityModel& m, ParityContext& c) -> nlohmann::json {
            return {{"cls and video", tokens(m, sample(m, c, 1, 0)).at("tokens") == 1 + m.config.patchesPerFrame()}};
        },
        returnsResult({{"cls and video", true}}));
    add(
        "video_only_masked",
        [](const ParityModel& m, ParityContext& c) { return reconstructed(m, sample(m, c, 1, 0)); },
        returnsResult({{"pixels", true}, {"audio", false}}));
    add(
        "audio_only_masked",
        [](const ParityModel& m, ParityContext& c) { return reconstructed(m, sample(m, c, 0, 1)); },
        returnsResult({{"pixels", false}, {"audio", true}}));
}

} // namespace tvlt
