// Ten optimizer steps against transformers' classes, see packaging/make_training_golden.py.
#include "core/model/config.h"
#include "core/model/safetensors.h"
#include "core/model/state_dict.h"
#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"
#include "core/training/optimizer.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <fstream>

using namespace tvlt;
using torch::Tensor;

namespace {

/// What the script stored of one model's run.
struct Steps {
    TvltConfig config;
    StateDict tensors;

    explicit Steps(const std::string& name) {
        const auto folder = std::filesystem::path(TVLT_GOLDEN) / "training" / name;
        std::ifstream json(folder / "config.json");
        config = configFromJson(nlohmann::json::parse(json));
        for (const auto& [key, tensor] : readSafetensors(folder / "steps.safetensors"))
            tensors[key] = tensor.scalar_type() == torch::kFloat16 ? tensor.to(torch::kFloat32) : tensor;
    }

    [[nodiscard]] std::int64_t count() const { return tensors.at("loss").size(0); }
    [[nodiscard]] Tensor ofBatch(std::int64_t step, const std::string& name) const {
        const auto found = tensors.find("batch" + std::to_string(step % 2) + "." + name);
        return found == tensors.end() ? Tensor() : found->second;
    }
    [[nodiscard]] TvltInputs inputs(std::int64_t step) const {
        TvltInputs in;
        in.pixel_values = ofBatch(step, "pixel_values");
        in.audio_values = ofBatch(step, "audio_values");
        in.pixel_mask = ofBatch(step, "pixel_mask");
        in.audio_mask = ofBatch(step, "audio_mask");
        return in;
    }
};

OptimizerOptions asInTheScript() {
    OptimizerOptions options;
    options.learningRate = 1e-3;
    options.beta1 = 0.9;
    options.beta2 = 0.95;
    options.weightDecay = 0.05;
    options.clipNorm = 1.0;
    return options;
}

/// Trains `model` from the stored weights; `loss` gives that of a step.
template <class Holder, class Loss> void follow(const Steps& steps, Holder& model, const Loss& loss) {
    REQUIRE(loadStateDict(*model, withoutPrefix(steps.tensors, "weights.")).missing.empty());
    model->train();
    Optimizer optimizer(*model, asInTheScript());
    REQUIRE(steps.count() == 10);
    for (std::int64_t step = 0; step < steps.count(); ++step) {
        INFO("step " << step);
        optimizer.zeroGradients();
        const Tensor value = loss(step);
        value.backward();
        const double norm = optimizer.clipGradients();
        optimizer.step(1e-3);
        CHECK(value.item<double>() == Approx(steps.tensors.at("loss")[step].item<double>()).margin(1e-3).epsilon(0));
        CHECK(norm == Approx(steps.tensors.at("gradient_norm")[step].item<double>()).epsilon(1e-3));
    }
}

} // namespace

TEST_CASE("ten steps of pre-training have the losses of transformers, with recomputed layers too") {
    const Steps steps("pretraining");
    for (const bool recompute : {false, true}) {
        TvltForPreTraining model(steps.config);
        follow(steps, model, [&](std::int64_t step) {
            PreTrainingInputs in;
            in.inputs = steps.inputs(step);
            in.labels = steps.ofBatch(step, "labels");
            in.pixel_values_mixed = steps.ofBatch(step, "pixel_values_mixed");
            const auto noise = [&](const char* name) { return steps.tensors.at(name)[step]; };
            in.inputs.pixel_order = orderFromNoise(noise("pixel_noise"), steps.config.pixel_mask_ratio);
            in.inputs.audio_order = orderFromNoise(noise("audio_noise").repeat_interleave(steps.config.bands(), 1),
                                                   steps.config.audio_mask_ratio);
            ForwardOptions options;
            options.recompute = recompute;
            return model->forward(in, options).loss;
        });
    }
}

TEST_CASE("ten steps of a classifier have the losses of transformers") {
    const Steps steps("classification");
    TvltForAudioVisualClassification model(steps.config);
    follow(steps, model,
           [&](std::int64_t step) { return model->forward(steps.inputs(step), steps.ofBatch(step, "labels")).loss; });
}
