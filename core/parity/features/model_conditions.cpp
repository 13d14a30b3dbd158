#include "core/parity/features/small_model.h"

#include <torch/torch.h>

namespace tvlt {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kPixelTokens = 8; // of the small model: 2 frames × 2 × 2
constexpr std::int64_t kAudioTokens = 8; // 4 × 2

Json run(const TvltInputs& inputs, const Json& fields = Json::object()) {
    const torch::InferenceMode inference;
    TvltModel model(smallConfig(fields));
    model->eval();
    return describe(model->forward(inputs));
}

template <class Change> Json runChanged(const Change& change, const Json& fields = Json::object()) {
    auto inputs = smallInputs();
    change(inputs);
    return run(inputs, fields);
}

Json masked(Json states, const char* modality, std::int64_t tokens) {
    states[std::string(modality) + "_label_masks"] = form({2, tokens});
    states[std::string(modality) + "_ids_restore"] = form({2, tokens}, "int64");
    return states;
}

} // namespace

void addConfigConditions(ErrorConditions& conditions) {
    const auto add = conditionAdder(conditions, "TvltConfig");
    add(
        "audio_mask_type='patch-level' (as documented)",
        [](const Numbers&) -> Json {
            return smallConfig({{"audio_mask_type", "patch-level"}}).audio_mask_type;
        },
        returnsResult("patch-level"));
    add(
        "audio_mask_type='patch_level' then mask_audio",
        [](const Numbers&) {
            return runChanged([](TvltInputs& in) { in.mask_audio = true; }, {{"audio_mask_type", "patch_level"}});
        },
        returnsResult(masked(hiddenStates(kPixelTokens, 6), "audio", kAudioTokens))); // trunc(8 × 0.85) are kept
    add("audio_mask_type='foo'", [](const Numbers&) -> Json {
        return smallConfig({{"audio_mask_type", "foo"}}).audio_mask_type;
    });
    // The reference documents it and lacks it; here it works.
    add(
        "hidden_act='selu' (documented)",
        [](const Numbers&) {
            return run(smallInputs(), {{"hidden_act", "selu"}});
        },
        returnsResult(hiddenStates(kPixelTokens, kAudioTokens)));
    add("hidden_size not divisible by heads", [](const Numbers&) {
        return run(smallInputs(), {{"num_attention_heads", 3}});
    });
    add("decoder_hidden_size not divisible by decoder heads", [](const Numbers&) -> Json {
        const TvltForPreTraining model(smallConfig({{"decoder_num_attention_heads", 3}}));
        return nullptr;
    });
    add("image_patch_size=# (int), TvltModel", [](const Numbers& n) {
        return run(smallInputs(), {{"image_patch_size", whole(n[0])}});
    });
    add("image_patch_size=# (int), TvltForPreTraining", [](const Numbers& n) -> Json {
        const TvltForPreTraining model(
            smallConfig({{"image_patch_size", whole(n[0])}, {"architectures", {"TvltForPreTraining"}}}));
        return nullptr;
    });
    add("audio_patch_size=# (int)", [](const Numbers& n) {
        return run(smallInputs(), {{"audio_patch_size", whole(n[0])}});
    });
    add("task_matching=False and task_mae=False", [](const Numbers&) -> Json {
        const TvltForPreTraining model(smallConfig({{"task_matching", false}, {"task_mae", false}}));
        return nullptr;
    });
}

void addModelConditions(ErrorConditions& conditions) {
    const auto add = conditionAdder(conditions, "TvltModel");
    const auto ones = [](std::int64_t tokens) { return torch::ones({2, tokens}); };
    const auto giveMasks = [=](TvltInputs& in, std::int64_t pixel, std::int64_t audio) {
        in.pixel_mask = ones(pixel);
        in.audio_mask = ones(audio);
    };
    const auto pixels = [](const std::vector<std::int64_t>& shape) {
        return [=](TvltInputs& in) { in.pixel_values = torch::zeros(shape); };
    };
    const auto sound = [](const std::vector<std::int64_t>& shape) {
        return [=](TvltInputs& in) { in.audio_values = torch::zeros(shape); };
    };
    add(
        "more frames than num_frames", [](const Numbers&) { return run(smallInputs(3)); }, raisesError());
    add(
        "zero frames", [](const Numbers&) { return run(smallInputs(0)); }, raisesError());
    add("zero frames with masks", [=](const Numbers&) {
        auto inputs = smallInputs(0);
        giveMasks(inputs, 0, kAudioTokens);
        return run(inputs);
    });
    add("wrong image size", [=](const Numbers&) { return runChanged(pixels({2, 2, 3, 32, 16})); });
    add("wrong channel count", [=](const Numbers&) { return runChanged(pixels({2, 2, 1, 32, 32})); });
    add(
        "4-D pixel_values",
        [=](const Numbers&) {
            return runChanged(pixels({2, 3, 32, 32}));
        },
        raisesError());
    add("audio longer than spectrogram_length", [](const Numbers&) { return run(smallInputs(2, 80)); });
    add("audio width differs from frequency_length", [=](const Numbers&) { return runChanged(sound({2, 1, 64, 16})); });
    add(
        "audio shorter than one patch (# rows)", [](const Numbers& n) { return run(smallInputs(2, whole(n[0]))); },
        raisesError());
    add(
        "audio of # rows", [](const Numbers& n) { return run(smallInputs(2, whole(n[0]))); }, raisesError());
    add("audio rows not a multiple of 16 (#)", [](const Numbers& n) { return run(smallInputs(2, whole(n[0]))); });
    add("wrong audio channels", [=](const Numbers&) { return runChanged(sound({2, 2, 64, 32})); });
    add("batch sizes differ", [=](const Numbers&) { return runChanged(sound({1, 1, 64, 32})); });
    add(
        "pixel_mask of wrong length, no audio_mask",
        [=](const Numbers&) { return runChanged([=](TvltInputs& in) { in.pixel_mask = ones(3); }); }, raisesError());
    add("pixel_mask of wrong length, with audio_mask",
        [=](const Numbers&) { return runChanged([=](TvltInputs& in) { giveMasks(in, 7, kAudioTokens); }); });
    add("pixel_mask of wrong length, mask_pixel", [=](const Numbers&) {
        return runChanged([=](TvltInputs& in) {
            in.pixel_mask = ones(7);
            in.mask_pixel = true;
        });
    });
    for (const auto type : {torch::kUInt8, torch::kFloat64})
        add(type == torch::kUInt8 ? "uint8 pixel_values" : "float64 pixel_values", [=](const Numbers&) {
            return runChanged([=](TvltInputs& in) { in.pixel_values = in.pixel_values.to(type); });
        });
    add(
        "pixel_mask_ratio # with both masks",
        [=](const Numbers& n) {
            return runChanged(
                [=](TvltInputs& in) {
                    giveMasks(in, kPixelTokens, kAudioTokens);
                    in.mask_pixel = true;
                },
                {{"pixel_mask_ratio", n[0]}});
        },
        returnsResult(masked(hiddenStates(0, kAudioTokens), "pixel", kPixelTokens)));
    add(
        "pixel_mask_ratio #",
        [](const Numbers& n) {
            return runChanged([](TvltInputs& in) { in.mask_pixel = true; }, {{"pixel_mask_ratio", n[0]}});
        },
        raisesError());
}

} // namespace tvlt
