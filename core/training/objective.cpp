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

TvltInputs inputsOf(const Batch& batch) {
    TvltInputs inputs;
    inputs.pixel_values = batch.pixelValues;
    inputs.audio_values = batch.audioValues;
    inputs.pixel_mask = batch.pixelMask;
    inputs.audio_mask = batch.audioMask;
    return inputs;
}

/// Sums the parts of a loss and reads their values all at once: a GPU is waited for a single time.
class LossSum {
  public:
    void add(double Losses::*part, const Tensor& loss, double weight) {
        tell(part, loss);
        const Tensor weighted = loss * weight;
        sum_ = sum_.defined() ? sum_ + weighted : weighted;
    }
    /// A value that is not part of the sum.
    void tell(double Losses::*part, const Tensor& value) {
        parts_.push_back(part);
        values_.push_back(value.detach().to(torch::kFloat64).reshape({}));
    }
    [[nodiscard]] Objective objective() {
        tell(&Losses::loss, sum_);
        const Tensor numbers = torch::stack(values_).to(torch::kCPU);
        Objective objective{sum_, {}};
        for (std::size_t i = 0; i < parts_.size(); ++i)
            objective.parts.*parts_[i] = numbers[static_cast<std::int64_t>(i)].item<double>();
        return objective;
    }

  private:
    Tensor sum_;
    std::vector<double Losses::*> parts_;
    std::vector<Tensor> values_;
};

void addMasked(const TvltForPreTraining& model, const Batch& batch, const TrainOptions& options,
               const PassOptions& pass, LossSum& sum) {
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
    if (inputs.decode_pixel)
        sum.add(&Losses::pixel, output.pixel_mae_loss, options.weights.pixel);
    if (inputs.decode_audio)
        sum.add(&Losses::audio, output.audio_mae_loss, options.weights.audio);
}

void addMatching(const TvltForPreTraining& model, const Batch& batch, const TrainOptions& options,
                 const PassOptions& pass, LossSum& sum) {
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
    const Tensor right = output.matching_logits.detach().flatten().gt(0.0).eq(batch.paired.gt(0.5));
    sum.tell(&Losses::accuracy, right.to(torch::kFloat32).mean());
    sum.add(&Losses::matching, output.matching_loss, options.weights.matching);
}

void addTask(const TvltForAudioVisualClassification& model, const Batch& batch, const PassOptions& pass, LossSum& sum) {
    if (!batch.labels.defined())
        throwBadInput("have no labels", "the clips", "Give --labels, or synth: data.");
    if (model->config().loss_type == LossType::Regression && batch.labels.size(1) != model->config().num_labels())
        throwBadInput("have " + std::to_string(batch.labels.size(1)) + " values each, the model tells " +
                          std::to_string(model->config().num_labels()),
                      "the clips");
    if (!pass.deviation.empty()) {
        // The reference's loss of standardised labels, of a head that answers on their own scale.
        const Tensor logits =
            TvltForAudioVisualClassification(model)->forward(inputsOf(batch), {}, forwardOptions(pass)).logits;
        const Tensor deviation = torch::tensor(pass.deviation, logits.options().dtype(torch::kFloat32));
        sum.add(&Losses::task,
                torch::mse_loss(logits.to(torch::kFloat32) / deviation, batch.labels.to(logits.device()) / deviation),
                1.0);
        return;
    }
    const auto output =
        TvltForAudioVisualClassification(model)->forward(inputsOf(batch), batch.labels, forwardOptions(pass));
    if (model->config().loss_type == LossType::Classification)
        sum.tell(&Losses::accuracy, output.logits.detach().argmax(1).eq(batch.labels).to(torch::kFloat32).mean());
    sum.add(&Losses::task, output.loss, 1.0);
}

} // namespace

Objective computeObjective(const Modules& modules, const Batch& batch, const TrainOptions& options,
                           const PassOptions& pass) {
    LossSum sum;
    if (options.task == TrainTask::PreTraining) {
        if (options.weights.pixel > 0.0 || options.weights.audio > 0.0)
            addMasked(modules.pretraining, batch, options, pass, sum);
        if (batch.paired.defined())
            addMatching(modules.pretraining, batch, options, pass, sum);
    } else {
        addTask(modules.classification, batch, pass, sum);
    }
    return sum.objective();
}

} // namespace tvlt
