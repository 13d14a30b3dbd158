// What of a clip's answers goes into the table.
#include "core/analysis/hidden_loss.h"
#include "core/batch/clip_answers.h"
#include "core/export/figure_recipe.h"
#include "core/prediction/folder.h"
#include "core/prediction/matching.h"
#include "core/sweep/sweep_summary.h"

namespace tvlt {

namespace {

/// Adds rows of one question.
class Rows {
  public:
    Rows(std::vector<BatchRow>& rows, BatchQuestion question) : rows_(rows), question_(batchQuestionName(question)) {}

    void add(std::string measure, std::optional<double> value, std::string at = {}) {
        rows_.push_back({question_, std::move(measure), std::move(at), value, {}});
    }

  private:
    std::vector<BatchRow>& rows_;
    std::string question_;
};

void addReconstruction(Rows rows, const Analysis& analysis) {
    if (analysis.pixel) {
        const ModalityMetrics& m = analysis.pixel->metrics;
        rows.add("pixel_loss", hiddenLoss(*analysis.pixel));
        rows.add("pixel_masked_psnr", m.masked.psnr);
        rows.add("pixel_masked_ssim", m.masked.ssim);
        rows.add("pixel_visible_mse", m.visible.mse);
        rows.add("pixel_visible_psnr", m.visible.psnr);
        rows.add("pixel_visible_ssim", m.visible.ssim);
    }
    if (analysis.audio) {
        const ModalityMetrics& m = analysis.audio->metrics;
        rows.add("audio_loss", hiddenLoss(*analysis.audio));
        rows.add("audio_masked_mae_db", m.masked.maeDb);
        rows.add("audio_visible_mse", m.visible.mse);
        rows.add("audio_visible_mae_db", m.visible.maeDb);
    }
}

void addSweep(Rows rows, const Sweep& sweep, const ClipFeatures& features) {
    const auto addCurve = [&](Modality varied, SweepMeasure measure, const std::string& name) {
        const double fixed = varied == Modality::Pixel ? sweep.base.audioRatio : sweep.base.pixelRatio;
        for (const SweepStep& step : sweepCurve(sweep.samples, varied, fixed, measure)) {
            rows.add(name, step.mean, numberArgument(step.ratio));
            if (step.seeds > 1)
                rows.add(name + "_deviation", step.deviation, numberArgument(step.ratio));
        }
    };
    const auto addArm = [&](Modality varied, const std::string& over) {
        addCurve(varied, SweepMeasure::PixelLoss, "pixel_loss" + over);
        addCurve(varied, SweepMeasure::AudioLoss, "audio_loss" + over);
        addCurve(varied, SweepMeasure::MatchingLogit, "matching_logit" + over);
    };
    if (features.pixels)
        addArm(Modality::Pixel, "_over_pixel_mask_ratio");
    if (features.audio)
        addArm(Modality::Audio, "_over_audio_mask_ratio");
}

void addClasses(Rows rows, const Analysis& analysis) {
    if (const ClassScore* likeliest = likeliestClass(analysis.classes))
        rows.add("class", likeliest->probability, likeliest->label);
    for (const ClassScore& score : analysis.classes)
        rows.add("class_probability", score.probability, score.label);
    for (const NamedValue& value : analysis.regression)
        rows.add("value", value.value, value.name);
}

void addMatching(Rows rows, const Analysis& analysis, const SyncCurve& sync) {
    const auto& logit = analysis.matchingLogit;
    rows.add("matching_logit", logit);
    rows.add("matching_probability", logit ? std::optional(logistic(*logit)) : std::nullopt);
    const auto best = isFlat(sync.points) ? std::nullopt : bestSync(sync.points);
    rows.add("best_shift", best ? std::optional(best->shift) : std::nullopt);
    rows.add("best_shift_logit", best ? std::optional(best->logit) : std::nullopt);
    for (const SyncPoint& point : sync.points) {
        rows.add("sync_logit", point.logit, numberArgument(point.shift));
        rows.add("sync_heard", point.heard, numberArgument(point.shift));
    }
}

} // namespace

std::vector<BatchRow> rowsOf(const BatchSettings& settings, const ClipAnswers& answers) {
    std::vector<BatchRow> rows;
    for (const BatchQuestion question : allBatchQuestions()) {
        if (!settings.asks(question))
            continue;
        const Rows to(rows, question);
        if (question == BatchQuestion::Reconstruct && answers.reconstruction)
            addReconstruction(to, *answers.reconstruction);
        if (question == BatchQuestion::Sweep && answers.sweep)
            addSweep(to, *answers.sweep, *answers.clip.features);
        if (question == BatchQuestion::Classify && answers.predictions)
            addClasses(to, *answers.predictions);
        if (question == BatchQuestion::Match && answers.sync)
            addMatching(to, *answers.predictions, *answers.sync);
        for (const BatchRow& error : answers.errors)
            if (error.question == batchQuestionName(question))
                rows.push_back(error);
    }
    for (const BatchRow& error : answers.errors)
        if (error.question.empty())
            rows.push_back(error);
    return rows;
}

} // namespace tvlt
