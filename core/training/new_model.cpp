#include "core/training/new_model.h"

#include "core/base/error.h"
#include "core/checkpoint/assemble.h"
#include "core/checkpoint/fit_preprocessor.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/small_config.h"
#include "core/model/initialise.h"
#include "core/model/state_dict.h"

#include <torch/types.h>
#include <torch/utils.h>

namespace tvlt {

namespace {

bool pretrains(const NewModel& made) {
    return made.task == TrainTask::PreTraining;
}

/// The config of a model for the task.
TvltConfig configFor(TvltConfig config, const NewModel& made) {
    config.mode = ModelMode::HuggingFace; // what is trained is trained as the reference runs it
    if (pretrains(made)) {
        config.task_mae = config.task_matching = true;
        return config;
    }
    if (made.labels.empty())
        throwBadInput("names no class and no value", "labels");
    config.id2label = made.labels;
    config.loss_type = made.task == TrainTask::Regression ? LossType::Regression : LossType::Classification;
    return config;
}

std::shared_ptr<Checkpoint> emptyModel(const TvltConfig& config, const NewModel& made) {
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->config = config;
    checkpoint->modules = std::make_shared<Modules>();
    torch::manual_seed(made.seed);
    if (pretrains(made))
        checkpoint->modules->pretraining = TvltForPreTraining(config);
    else
        checkpoint->modules->classification = TvltForAudioVisualClassification(config);
    LoadReport& report = checkpoint->report;
    report.architecture = className(pretrains(made) ? ModelClass::PreTraining : ModelClass::Classification);
    report.hasMae = report.hasMatching = pretrains(made);
    report.hasClassifier = !pretrains(made);
    report.isRegression = made.task == TrainTask::Regression;
    report.heads = config.num_attention_heads;
    report.decoderHeads = pretrains(made) ? config.decoder_num_attention_heads : 0;
    report.dtype = "F32";
    report.label = made.label;
    checkpoint->name = "new model";
    return checkpoint;
}

torch::Tensor column(const std::vector<float>& values) {
    return torch::tensor(values).unsqueeze(1);
}

/// Whether the head of `from` says what the new one is to say.
bool keepsHead(const Checkpoint& from, const NewModel& made) {
    return from.config.id2label == made.labels && from.report.isRegression == (made.task == TrainTask::Regression);
}

void initialise(Checkpoint& checkpoint, const NewModel& made) {
    if (made.weights == InitialWeights::Sinusoidal)
        initialiseSinusoidal(checkpoint.modules->root(), checkpoint.config, made.seed);
    if (!made.scale.mean.empty()) {
        const torch::NoGradGuard noGrad;
        auto parameters = checkpoint.modules->root().named_parameters();
        parameters[kScoreWeight].mul_(column(made.scale.deviation));
        parameters[kScoreBias].copy_(torch::tensor(made.scale.mean));
    }
}

} // namespace

TvltConfig smallTrainingConfig() {
    TvltConfig config = smallConfig();
    config.image_size = {64, 64};
    config.num_frames = 4;
    config.spectrogram_length = 176;
    return config;
}

std::shared_ptr<const Checkpoint> newModel(const TvltConfig& config, const PreprocessorConfig& preprocessor,
                                           const NewModel& made, const LoadOptions& options) {
    const auto checkpoint = emptyModel(configFor(config, made), made);
    checkpoint->preprocessor = preprocessor;
    fitPreprocessor(checkpoint->preprocessor, checkpoint->config, false, checkpoint->report.notes);
    initialise(*checkpoint, made);
    place(*checkpoint, options);
    return checkpoint;
}

std::shared_ptr<const Checkpoint> newModelFrom(const Checkpoint& from, const NewModel& made,
                                               const LoadOptions& options) {
    const auto checkpoint = emptyModel(configFor(from.config, made), made);
    checkpoint->name = from.name;
    checkpoint->preprocessor = from.preprocessor;
    initialise(*checkpoint, made);
    StateDict tensors = stateDict(from.modules->root());
    if (from.modules->model)
        tensors = withPrefix(tensors, "tvlt.");
    if (!pretrains(made) && !keepsHead(from, made))
        std::erase_if(tensors, [](const auto& entry) { return entry.first.starts_with("classifier."); });
    const KeyReport keys = loadStateDict(checkpoint->modules->root(), tensors);
    // Heads of another task are left behind, and a classifier of other classes begins anew.
    for (const std::string& key : keys.missing)
        if (key.starts_with("tvlt."))
            throwBadInput("lacks " + key + " of the encoder", from.name, "Choose another checkpoint to begin with.");
    place(*checkpoint, options);
    return checkpoint;
}

ModelInput modelInputOf(const Checkpoint& checkpoint) {
    return {checkpoint.preprocessor.image, checkpoint.preprocessor.audio, checkpoint.preprocessor.image.numFrames};
}

ModelInput modelInputFor(const TvltConfig& config, PreprocessorConfig preprocessor) {
    std::vector<std::string> notes;
    fitPreprocessor(preprocessor, config, false, notes);
    return {preprocessor.image, preprocessor.audio, preprocessor.image.numFrames};
}

} // namespace tvlt
