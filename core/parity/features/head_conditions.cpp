#include "core/parity/features/small_model.h"

#include <torch/torch.h>

#include <cmath>

namespace tvlt {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kPixelTokens = 8;
constexpr std::int64_t kAudioTokens = 8;

/// A pair of samples of which the first belongs together, with all that matching needs.
PreTrainingInputs pair(std::int64_t rows = 64) {
    PreTrainingInputs inputs;
    inputs.inputs = smallInputs(2, rows);
    inputs.labels = torch::tensor({1.0F, 0.0F}).view({2, 1});
    inputs.pixel_values_mixed = torch::zeros_like(inputs.inputs.pixel_values);
    return inputs;
}

/// As the reference: reconstruction belongs to training.
TvltForPreTrainingOutput forward(PreTrainingInputs inputs, bool train, const Json& fields = Json::object()) {
    const torch::InferenceMode inference;
    TvltForPreTraining model(smallConfig(fields));
    model->train(train);
    inputs.reconstruct = inputs.reconstruct && train;
    return model->forward(inputs);
}

template <class Change> Json evaluated(const Change& change) {
    auto inputs = pair();
    change(inputs);
    return describe(forward(inputs, false));
}

Json matching() {
    return {{"loss", form({})}, {"matching_logits", form({2, 1})}};
}

Json reconstruction(std::int64_t pixelTokens, std::int64_t patchValues) {
    return {{"loss", form({})},
            {"pixel_logits", form({2, pixelTokens, patchValues})},
            {"audio_logits", form({2, kAudioTokens, 256})}};
}

/// A pass in evaluation that reconstructs and does not match.
Json reconstructed(const Json& fields) {
    const torch::InferenceMode inference;
    TvltForPreTraining model(smallConfig(fields));
    model->eval();
    PreTrainingInputs inputs;
    inputs.inputs = smallInputs();
    inputs.match = false;
    return describe(model->forward(inputs));
}

Json classified(const torch::Tensor& labels, const Json& fields = Json::object(), bool lossAlone = false) {
    const torch::InferenceMode inference;
    auto json = fields;
    json["id2label"] = {{"0", "LABEL_0"}, {"1", "LABEL_1"}, {"2", "LABEL_2"}};
    TvltForAudioVisualClassification model(smallConfig(json));
    model->eval();
    const auto output = model->forward(smallInputs(), labels);
    if (lossAlone)
        return std::isnan(output.loss.item<double>()) ? Json("nan") : Json(output.loss.item<double>());
    return describe(output);
}

torch::Tensor indices(const std::vector<std::int64_t>& values) {
    return torch::tensor(values, torch::kInt64);
}

void addPreTraining(ErrorConditions& conditions) {
    const auto add = conditionAdder(conditions, "TvltForPreTraining");
    const auto label = [](const torch::Tensor& labels) {
        return evaluated([&](PreTrainingInputs& in) { in.labels = labels; });
    };
    add("labels missing", [=](const Numbers&) { return label(torch::Tensor()); });
    add("pixel_values_mixed missing", [](const Numbers&) {
        return evaluated([](PreTrainingInputs& in) { in.pixel_values_mixed = torch::Tensor(); });
    });
    add(
        "int64 labels (as documented)",
        [=](const Numbers&) {
            return label(indices({1, 0}).view({2, 1}));
        },
        returnsResult(matching()));
    add(
        "bool labels",
        [=](const Numbers&) {
            return label(indices({1, 0}).view({2, 1}).to(torch::kBool));
        },
        returnsResult(matching()));
    add("labels of wrong count", [=](const Numbers&) { return label(torch::ones({3})); });
    add("labels (#, #) for batch #", [=](const Numbers& n) {
        return label(torch::ones({static_cast<std::int64_t>(n[0]), static_cast<std::int64_t>(n[1])}));
    });
    const Json noMatching{{"task_matching", false}};
    add(
        "task_matching=False, train mode",
        [=](const Numbers&) {
            PreTrainingInputs inputs;
            inputs.inputs = smallInputs();
            return describe(forward(inputs, true, noMatching));
        },
        returnsResult(reconstruction(kPixelTokens, 768)));
    add(
        "task_matching=False, eval mode", [=](const Numbers&) { return reconstructed(noMatching); },
        returnsResult(reconstruction(kPixelTokens, 768)));
    add(
        "eval mode, task_mae only wanted", [](const Numbers&) { return reconstructed(Json::object()); },
        returnsResult(reconstruction(kPixelTokens, 768)));
    add(
        "train, audio rows not a multiple of the patch (#)",
        [](const Numbers& n) { return describe(forward(pair(static_cast<std::int64_t>(n[0])), true)); }, raisesError());
    add(
        "image_patch_size [#, #], train",
        [](const Numbers& n) {
            const Json patch{static_cast<int>(n[0]), static_cast<int>(n[1])};
            return describe(forward(pair(), true, {{"image_patch_size", patch}}));
        },
        [](const Numbers& n) {
            const auto height = static_cast<std::int64_t>(n[0]);
            const auto width = static_cast<std::int64_t>(n[1]);
            auto result = reconstruction(2 * (32 / height) * (32 / width), height * width * 3);
            result.update(matching());
            return StatedOutcome{false, result};
        });
    // Nothing to score: this part of the loss is 0 and the sum is a number.
    const auto unscored = [](const PreTrainingInputs& inputs, const Json& fields) -> Json {
        const auto output = forward(inputs, true, fields);
        return {{"pixel_mae_loss", output.pixel_mae_loss.item<double>()},
                {"finite", output.loss.isfinite().item<bool>()}};
    };
    const auto zero = returnsResult({{"pixel_mae_loss", 0.0}, {"finite", true}});
    add(
        "pixel_mask_ratio #, train: loss",
        [=](const Numbers& n) {
            return unscored(pair(), {{"pixel_mask_ratio", n[0]}});
        },
        zero);
    add(
        "every masked patch is padding, train: loss",
        [=](const Numbers&) {
            auto inputs = pair();
            inputs.inputs.pixel_mask = torch::zeros({2, kPixelTokens});
            inputs.inputs.audio_mask = torch::ones({2, kAudioTokens});
            return unscored(inputs, Json::object());
        },
        zero);
}

void addClassification(ErrorConditions& conditions) {
    const auto add = conditionAdder(conditions, "TvltForAudioVisualClassification");
    const Json regression{{"loss_type", "regression"}};
    add(
        "classification labels (B, 1) int64 (as documented)",
        [](const Numbers&) {
            return classified(indices({1, 2}).view({2, 1}));
        },
        returnsResult({{"loss", form({})}, {"logits", form({2, 3})}}));
    add("label out of range", [](const Numbers&) { return classified(indices({1, 3})); });
    add("negative label other than -100", [](const Numbers&) { return classified(indices({1, -1})); });
    add("all labels #: loss", [](const Numbers& n) {
        const auto label = static_cast<std::int64_t>(n[0]);
        return classified(indices({label, label}), Json::object(), true);
    });
    add("float32 index labels (B,)", [](const Numbers&) { return classified(torch::tensor({1.0F, 2.0F})); });
    add(
        "loss_type 'foo' with labels",
        [](const Numbers&) {
            return classified(indices({1, 2}), {{"loss_type", "foo"}});
        },
        raisesError());
    add("regression, labels (B,) against # logits", [=](const Numbers&) {
        return classified(torch::tensor({1.0F, 2.0F}), regression);
    });
    add(
        "regression, labels (#,) against (#, #) logits",
        [=](const Numbers&) {
            return classified(torch::tensor({1.0F, 2.0F, 3.0F}), regression);
        },
        raisesError());
    // Outputs have names here and no places in a tuple.
    add(
        "tuple output layout without labels",
        [](const Numbers&) -> Json {
            TvltForAudioVisualClassification model(smallConfig());
            ForwardOptions options;
            options.output_hidden_states = true;
            const auto output = model->forward(smallInputs(), {}, options);
            const auto& states = output.encoder.hidden_states;
            return {{"logits", describe(output.logits)},
                    {"hidden_states", {{"list", states.size()}, {"of", describe(states.front())}}}};
        },
        returnsResult({{"logits", form({2, 2})},
                       {"hidden_states", {{"list", 2}, {"of", form({2, 1 + kPixelTokens + kAudioTokens, 16})}}}}));
}

} // namespace

void addHeadConditions(ErrorConditions& conditions) {
    addPreTraining(conditions);
    addClassification(conditions);
}

} // namespace tvlt
