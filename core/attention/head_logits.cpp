#include "core/attention/head_logits.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"

namespace tvlt {

namespace {

bool classifies(const Checkpoint& checkpoint) {
    return checkpoint.modules->classification && checkpoint.report.hasClassifier;
}

} // namespace

torch::Tensor headLogits(const Checkpoint& checkpoint, const TvltInputs& inputs, const ForwardOptions& options) {
    const Modules& modules = *checkpoint.modules;
    if (classifies(checkpoint))
        return TvltForAudioVisualClassification(modules.classification)->forward(inputs, {}, options).logits;
    PreTrainingInputs asked;
    asked.inputs = inputs;
    asked.reconstruct = false;
    return TvltForPreTraining(modules.pretraining)->forward(asked, options).matching_logits;
}

void checkHeads(const Checkpoint& checkpoint, const ClipFeatures& features) {
    if (classifies(checkpoint))
        return;
    if (!checkpoint.modules->pretraining || !checkpoint.report.hasMatching)
        throwUnsupported("has neither a classifier nor a matching head, so there is no output to explain",
                         checkpoint.name, "Open a classifier beside it.");
    if (!features.pixels || !features.audio)
        throwBadInput("matching takes picture and sound, and this clip has one of them", features.clip.path.string(),
                      "Open a classifier, or sound for the clip.");
}

void checkLabel(const Checkpoint& checkpoint, int label, std::int64_t outputs) {
    if (label < 0 || label >= outputs)
        throwBadInput("there is no class " + std::to_string(label), checkpoint.name,
                      "It has " + std::to_string(outputs) + " outputs.");
}

std::string outputName(const Checkpoint& checkpoint, std::int64_t label) {
    if (!checkpoint.report.hasClassifier)
        return "picture and sound belong together";
    const auto& names = checkpoint.config.id2label;
    const auto index = static_cast<std::size_t>(label);
    return index < names.size() ? names[index] : "LABEL_" + std::to_string(label);
}

} // namespace tvlt
