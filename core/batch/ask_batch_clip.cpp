#include "core/analysis/engine.h"
#include "core/analysis/run_sweep.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/batch/clip_answers.h"

#include <algorithm>

namespace tvlt {

namespace {

void reconstruct(ClipAnswers& answers, const Job& job) {
    Request request = answers.clip.request;
    request.reconstruct = true;
    request.predict = false;
    answers.reconstruction = analyse(request, answers.clip.features, job);
}

void sweep(ClipAnswers& answers, const BatchSettings& settings, const Job& job) {
    const Request& request = answers.clip.request;
    const ClipFeatures& features = *answers.clip.features;
    const auto points = crossPoints(request.mask, features.pixels.has_value(), features.audio.has_value(),
                                    settings.ratios, seedsFrom(request.mask.seed, settings.seeds));
    Sweep made = plannedSweep(*request.checkpoint, features, request.mask, settings.ratios, points.size());
    runSweep(*request.checkpoint, features, request.mask, points, job,
             [&](const SweepSample& sample) { made.samples.push_back(sample); });
    made.planned = made.samples.size();
    answers.sweep = std::move(made);
}

/// Classes and matching together: the heads read one pass.
void predict(ClipAnswers& answers, const Job& job) {
    if (answers.predictions)
        return;
    Request request = answers.clip.request;
    request.reconstruct = false;
    request.predict = true;
    answers.predictions = analyse(request, answers.clip.features, job);
}

void classify(ClipAnswers& answers, const Job& job) {
    predict(answers, job);
    const Analysis& said = *answers.predictions;
    if (said.classes.empty() && said.regression.empty())
        throwUnsupported(said.notes.empty() ? "has no class" : said.notes.back(), answers.clip.path.string());
}

void match(ClipAnswers& answers, const BatchSettings& settings, const Job& job) {
    const BatchClip& clip = answers.clip;
    if (!clip.shiftedError.empty())
        throw Exception({Error::Kind::BadInput, clip.shiftedError, {}, {}});
    predict(answers, job);
    const auto shifts = syncShifts(settings.reach, settings.step);
    SyncCurve sync = plannedSync(*clip.request.checkpoint, *clip.features, shifts.size());
    for (std::size_t i = 0; i < shifts.size(); ++i)
        sync.points.push_back(syncPoint(*clip.request.checkpoint, *clip.features, shifts[i], clip.shifted[i], job));
    answers.sync = std::move(sync);
}

} // namespace

ClipAnswers askBatchClip(const BatchSettings& settings, BatchClip clip, const Job& job) {
    ClipAnswers answers;
    answers.clip = std::move(clip);
    if (!answers.clip.error.empty()) {
        answers.errors.push_back({{}, {}, {}, std::nullopt, answers.clip.error});
        return answers;
    }
    const auto ask = [&](BatchQuestion question, const auto& answer) {
        if (!settings.asks(question))
            return;
        if (const auto done = guard(answer); !done) {
            if (done.error().kind == Error::Kind::Cancelled)
                throwCancelled();
            answers.errors.push_back(
                {std::string(batchQuestionName(question)), {}, {}, std::nullopt, done.error().message()});
        }
    };
    ask(BatchQuestion::Reconstruct, [&] { reconstruct(answers, job); });
    ask(BatchQuestion::Sweep, [&] { sweep(answers, settings, job); });
    ask(BatchQuestion::Classify, [&] { classify(answers, job); });
    ask(BatchQuestion::Match, [&] { match(answers, settings, job); });
    return answers;
}

} // namespace tvlt
