#include "core/analysis/predictions.h"

#include "core/analysis/feature_plan.h"
#include "core/analysis/model_pass.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace tvlt {

namespace {

constexpr std::size_t kEmotions = 6; // labels of the authors' emotion files, independent of each other

std::string labelOf(const TvltConfig& config, std::size_t i) {
    return i < config.id2label.size() ? config.id2label[i] : "LABEL_" + std::to_string(i);
}

std::vector<ClassScore> scoresOf(const std::vector<double>& logits, const TvltConfig& config) {
    const bool independent = config.mode == ModelMode::Original && logits.size() == kEmotions;
    const double highest = *std::max_element(logits.begin(), logits.end());
    double sum = 0.0;
    for (const double logit : logits)
        sum += std::exp(logit - highest);
    std::vector<ClassScore> scores;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double probability =
            independent ? 1.0 / (1.0 + std::exp(-logits[i])) : std::exp(logits[i] - highest) / sum;
        scores.push_back({labelOf(config, i), logits[i], probability});
    }
    return scores;
}

void takeClasses(Predictions& said, const std::vector<double>& logits, const TvltConfig& config) {
    said.classes.clear();
    said.regression.clear();
    if (config.loss_type == LossType::Regression)
        for (std::size_t i = 0; i < logits.size(); ++i)
            said.regression.push_back({labelOf(config, i), logits[i]});
    else if (!logits.empty())
        said.classes = scoresOf(logits, config);
}

/// A matching head that has seen whole segments answers as firmly about a scrap of one.
std::string doubtAboutMatching(const Checkpoint& checkpoint, const ClipFeatures& features) {
    const int whole = checkpoint.preprocessor.audio.spectrogramLength;
    const int real = features.audio ? features.audio->realRows : 0;
    if (real <= 0 || 2 * real >= whole)
        return {};
    const AudioInput& audio = *features.audio;
    char text[160];
    std::snprintf(
        text, sizeof text,
        "The matching score says little of so short a segment: %.1f s of sound, where the model takes %.1f s.",
        static_cast<double>(real) * audio.hopLength / audio.samplingRate,
        static_cast<double>(whole) * audio.hopLength / audio.samplingRate);
    return text;
}

} // namespace

std::string reasonAgainstClassifier(const Request& request, const ClipFeatures& features) {
    const Checkpoint& classifier = *request.classifier;
    if (!classifier.report.hasClassifier)
        return "it has no classification head";
    const TvltConfig& ours = request.checkpoint->config;
    const TvltConfig& its = classifier.config;
    if (ours.image_patch_size != its.image_patch_size || ours.audio_patch_size != its.audio_patch_size)
        return "it cuts pictures and sound into patches of another size";
    Request asked = request;
    asked.checkpoint = request.classifier;
    asked.segment = features.segment;
    FeaturePlan plan;
    try {
        plan = planFeatures(asked);
    } catch (const Exception& e) {
        return e.error().what;
    }
    if (plan.frames != features.plan.frames)
        return "it takes " + std::to_string(plan.frames) + " frames instead of " + std::to_string(features.plan.frames);
    if (plan.recipe != features.plan.recipe || plan.original != features.plan.original)
        return "it is of the other kind, authors' and Hugging Face's";
    if (!(plan.image == features.plan.image))
        return "it takes pictures of another size or scaling";
    if (!(plan.audio == features.plan.audio))
        return "it hears another length, band or scaling of the sound";
    return {};
}

namespace {

void askClassifier(Predictions& said, const Request& request, const Job& job) {
    const Checkpoint& classifier = *request.classifier;
    if (const std::string reason = reasonAgainstClassifier(request, *said.features); !reason.empty()) {
        said.notes.push_back("The classifier " + classifier.name + " was not asked: " + reason + ".");
        return;
    }
    takeClasses(said, runHeads(classifier, *said.features, job).classLogits, classifier.config);
    said.classifierUsed = CheckpointUsed{classifier.name, classifier.report};
}

} // namespace

std::shared_ptr<const Predictions> predict(const Request& request, std::shared_ptr<const ClipFeatures> features,
                                           const Job& job, std::shared_ptr<const Predictions> previous) {
    if (previous && previous->features == features && previous->checkpoint == request.checkpoint &&
        previous->classifier == request.classifier)
        return previous;
    auto said = std::make_shared<Predictions>();
    said->features = std::move(features);
    said->checkpoint = request.checkpoint;
    said->classifier = request.classifier;
    const Checkpoint& checkpoint = *request.checkpoint;
    if (checkpoint.report.hasMatching || checkpoint.report.hasClassifier) {
        const HeadsPass pass = runHeads(checkpoint, *said->features, request.classifier ? job.part(0.0, 0.5) : job);
        said->matchingLogit = pass.matchingLogit;
        if (pass.matchingLogit)
            said->matchingNote = doubtAboutMatching(checkpoint, *said->features);
        if (checkpoint.report.hasMatching && !pass.matchingLogit)
            said->notes.emplace_back("No matching score: it compares picture with sound, and one is missing.");
        takeClasses(*said, pass.classLogits, checkpoint.config);
    }
    if (request.classifier)
        askClassifier(*said, request, job.part(0.5, 1.0));
    return said;
}

} // namespace tvlt
