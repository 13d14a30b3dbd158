#include "core/training/train_options.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace tvlt {

namespace {

const char* taskName(TrainTask task) {
    switch (task) {
    case TrainTask::PreTraining:
        return "pretraining";
    case TrainTask::Classification:
        return "classification";
    case TrainTask::Regression:
        break;
    }
    return "regression";
}

std::string text(double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%g", value);
    return digits;
}

void checkShare(double value, const std::string& option) {
    if (!(value >= 0.0 && value <= 1.0))
        throwBadInput(option + " must be from 0 to 1, not " + text(value));
}

void checkAtLeast(double value, double least, const std::string& option) {
    if (!(value >= least) || !std::isfinite(value))
        throwBadInput(option + " must be at least " + text(least) + ", not " + text(value));
}

} // namespace

void validate(const TrainOptions& o) {
    checkAtLeast(static_cast<double>(o.steps), 1, "--steps");
    checkAtLeast(static_cast<double>(o.batch), 1, "--batch");
    checkAtLeast(static_cast<double>(o.accumulate), 1, "--accumulate");
    checkAtLeast(static_cast<double>(o.validateEvery), 0, "--validate-every");
    checkAtLeast(static_cast<double>(o.saveEvery), 0, "--save-every");
    checkAtLeast(static_cast<double>(o.patience), 0, "--patience");
    checkShare(o.masking.pixelRatio, "--pixel-ratio");
    checkShare(o.masking.audioRatio, "--audio-ratio");
    double patterned = 0.0;
    for (const MaskPattern& pattern : o.masking.patterns)
        patterned += pattern.share;
    if (patterned > 1.0 + 1e-9)
        throwBadInput("the shares of --mask-pattern must not add up to more than 1, as they do to " + text(patterned));
    if (o.masking.audioType != "frame-level" && o.masking.audioType != "patch-level")
        throwBadInput("--audio-mask-type must be frame-level or patch-level, not '" + o.masking.audioType + "'");
    checkAtLeast(o.weights.pixel, 0, "--pixel-weight");
    checkAtLeast(o.weights.audio, 0, "--audio-weight");
    checkAtLeast(o.weights.matching, 0, "--matching-weight");
    checkShare(o.matching.mixedShare, "--mixed-share");
    checkShare(o.matching.shiftedShare, "--shifted-share");
    checkShare(o.matching.batchShare, "--matching-share");
    checkAtLeast(o.matching.leastShift, 0, "--least-shift");
    checkAtLeast(o.matching.mostShift, o.matching.leastShift, "--most-shift");
    checkAtLeast(o.optimizer.learningRate, 0, "--learning-rate");
    checkShare(o.optimizer.lastLearningRate, "--last-learning-rate");
    checkAtLeast(static_cast<double>(o.optimizer.warmup), 0, "--warmup");
    checkAtLeast(o.optimizer.weightDecay, 0, "--weight-decay");
    checkAtLeast(o.optimizer.clipNorm, 0, "--clip-norm");
    if (!(o.optimizer.beta1 >= 0 && o.optimizer.beta1 < 1 && o.optimizer.beta2 >= 0 && o.optimizer.beta2 < 1))
        throwBadInput("--beta1 and --beta2 must be at least 0 and below 1");
    if (o.task != TrainTask::PreTraining)
        return;
    if (o.freezeEncoder)
        throwBadInput("--freeze-encoder leaves nothing to pre-train", {}, "It is for fine-tuning.");
    if (o.weights.pixel == 0 && o.weights.audio == 0 && (o.weights.matching == 0 || o.matching.batchShare == 0))
        throwBadInput("--pixel-weight, --audio-weight and --matching-weight are all 0: nothing is left to learn");
    if (o.weights.matching > 0 && o.matching.mixedShare > 0 && o.batch < 2 && o.matching.shiftedShare < 1)
        throwBadInput("--batch 1 has no other clip's picture for the matching loss", {},
                      "Take 2 or more, --matching-weight 0 or --shifted-share 1.");
}

nlohmann::json toJson(const TrainOptions& o) {
    nlohmann::json patterns = nlohmann::json::array();
    for (const MaskPattern& pattern : o.masking.patterns)
        patterns.push_back(maskPatternText(pattern));
    return {{"task", taskName(o.task)},
            {"seed", o.seed},
            {"steps", o.steps},
            {"batch", o.batch},
            {"accumulate", o.accumulate},
            {"bf16", o.bf16},
            {"recompute", o.recompute},
            {"freeze_encoder", o.freezeEncoder},
            {"masking",
             {{"pixel_ratio", o.masking.pixelRatio},
              {"audio_ratio", o.masking.audioRatio},
              {"audio_mask_type", o.masking.audioType},
              {"patterns", patterns}}},
            {"weights", {{"pixel", o.weights.pixel}, {"audio", o.weights.audio}, {"matching", o.weights.matching}}},
            {"matching",
             {{"mixed_share", o.matching.mixedShare},
              {"shifted_share", o.matching.shiftedShare},
              {"least_shift", o.matching.leastShift},
              {"most_shift", o.matching.mostShift},
              {"batch_share", o.matching.batchShare}}},
            {"optimizer",
             {{"learning_rate", o.optimizer.learningRate},
              {"last_learning_rate", o.optimizer.lastLearningRate},
              {"warmup", o.optimizer.warmup},
              {"beta1", o.optimizer.beta1},
              {"beta2", o.optimizer.beta2},
              {"weight_decay", o.optimizer.weightDecay},
              {"clip_norm", o.optimizer.clipNorm}}},
            {"validate_every", o.validateEvery},
            {"save_every", o.saveEvery},
            {"patience", o.patience}};
}

} // namespace tvlt
