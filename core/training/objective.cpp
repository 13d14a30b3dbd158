#include "core/training/objective.h"

#include "core/base/error.h"
#include "core/checkpoint/modules.h"
#include "core/model/attention.h"

#include <torch/utils.h>

#include <algorithm>

namespace tvlt {

using torch::Tensor;

namespace {

ForwardOptions forwardOptions(const PassOptions& pass) {
    ForwardOptions options;
    options.stop = pass.stop;
    options.recompute = pass.recompute;
    return options;
}

double number(const Tensor& value) {
    return value.detach().to(torch::kFloat64).item<double>();
}

TvltInputs inputsOf(const Batch& batch) {
    TvltInputs inputs;
    inputs.pixel_values = batch.pixelValues;
    inputs.audio_values = batch.audioValues;
    inputs.pixel_mask = batch.pixelMask;
    inputs.audio_mask = batch.audioMask;
    return inputs;
}

class WeightedSum {
  public:
    void add(const Tensor& part, double weight) {
        const Tensor weighted = part * weight;
        sum_ = sum_.defined() ? sum_ + weighted : weighted;
    }
    [[nodiscard]] const Tensor& sum() const { return sum_; }

  private:
    Tensor sum_;
};

void addMasked(const TvltForPreTraining& model, const Batch& batch, const TrainOptions& options,
               const PassOptions& pass, Objective& objective, WeightedSum& sum) {
    const TvltConfig& config = model->config();
    PreTrainingInputs inputs;
    inputs.inputs = inputsOf(batch);
    inputs.match = false;
    inputs.decode_pixel = options.weights.pixel > 0.0;
    inputs.decode_audio = options.weights.audio > 0.0;
    const auto masks =
        makeBatchMasks(config, pass.ratios, options.masking.audioType, pass.maskSeed, batch.numbers,
                       batch.pixelValues.size(1), batch.audioValues.size(2) / config.audio_patch_size[0]);
    inputs.inputs.pixel_order = masks.pixel;
    inputs.inputs.audio_order = masks.audio;
    const auto output = TvltForPreTraining(model)->forward(inputs, forwardOptions(pass));
    if (inputs.decode_pixel) {
        objective.parts.pixel = number(output.pixel_mae_loss);
        sum.add(output.pixel_mae_loss, options.weights.pixel);
    }
    if (inputs.decode_audio) {
        objective.parts.audio = number(output.audio_mae_loss);
        sum.add(output.audio_mae_loss, options.weights.audio);
    }
}

void addMatching(const TvltForPreTraining& model, const Batch& batch, const TrainOptions& options,
                 const PassOptions& pass, Objective& objective, WeightedSum& sum) {
    const std::int64_t matched = batch.paired.size(0);
    const auto first = [&](const Tensor& t) { return t.defined() ? t.narrow(0, 0, matched) : t; };
    PreTrainingInputs inputs;
    inputs.inputs.pixel_values = first(batch.pixelValues);
    inputs.inputs.audio_values = first(batch.audioValues);
    inputs.inputs.audio_mask = first(batch.audioMask);
    inputs.pixel_values_mixed = batch.pairedPixels;
    inputs.pixel_mask_mixed = first(batch.pixelMask);
    inputs.labels = batch.paired;
    inputs.reconstruct = false;
    const auto output = TvltForPreTraining(model)->forward(inputs, forwardOptions(pass));
    objective.parts.matching = number(output.matching_loss);
    objective.parts.accuracy =
        number(output.matching_logits.detach().flatten().gt(0.0).eq(batch.paired.gt(0.5)).to(torch::kFloat32).mean());
    sum.add(output.matching_loss, options.weights.matching);
}

void addTask(const TvltForAudioVisualClassification& model, const Batch& batch, const PassOptions& pass,
             Objective& objective, WeightedSum& sum) {
    if (!batch.labels.defined())
        throwBadInput("have no labels", "the clips", "Give --labels, or synth: data.");
    if (model->config().loss_type == LossType::Regression && batch.labels.size(1) != model->config().num_labels())
        throwBadInput("have " + std::to_string(batch.labels.size(1)) + " values each, the model tells " +
                          std::to_string(model->config().num_labels()),
                      "the clips");
    const auto output =
        TvltForAudioVisualClassification(model)->forward(inputsOf(batch), batch.labels, forwardOptions(pass));
    objective.parts.task = number(output.loss);
    if (model->config().loss_type == LossType::Classification)
        objective.parts.accuracy = number(output.logits.detach().argmax(1).eq(batch.labels).to(torch::kFloat32).mean());
    sum.add(output.loss, 1.0);
}

} // namespace

Objective computeObjective(const Modules& modules, const Batch& batch, const TrainOptions& options,
                           const PassOptions& pass) {
    Objective objective;
    WeightedSum sum;
    if (options.task == TrainTask::PreTraining) {
        if (options.weights.pixel > 0.0 || options.weights.audio > 0.0)
            addMasked(modules.pretraining, batch, options, pass, objective, sum);
        if (batch.paired.defined())
            addMatching(modules.pretraining, batch, options, pass, objective, sum);
    } else {
        addTask(modules.classification, batch, pass, objective, sum);
    }
    objective.loss = sum.sum();
    objective.parts.loss = number(objective.loss);
    return objective;
}

} // namespace tvlt
