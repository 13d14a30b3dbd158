#include "core/batch/batch_settings.h"

#include "core/analysis/model_pass.h"
#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/base/version.h"
#include "core/checkpoint/trained_mask.h"
#include "core/prediction/matching.h"
#include "core/prediction/sync.h"
#include "core/sweep/sweep_point.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tvlt {

using nlohmann::json;

namespace {

constexpr NameTable<BatchQuestion, 4> kQuestions{{
    {BatchQuestion::Reconstruct, "reconstruct"},
    {BatchQuestion::Sweep, "sweep"},
    {BatchQuestion::Classify, "classify"},
    {BatchQuestion::Match, "match"},
}};

json checkpointSetup(const Checkpoint& checkpoint, const Job& job) {
    const LoadReport& report = checkpoint.report;
    const std::string weights = checkpoint.weights.empty() ? report.format : fileHash(checkpoint.weights, job);
    json setup = {{"weights", weights}, {"heads", report.heads}};
    if (report.hasMae)
        setup["decoder_heads"] = report.decoderHeads;
    return setup;
}

template <class Value> json orNull(const std::optional<Value>& value) {
    return value ? json(*value) : json();
}

} // namespace

std::string_view batchQuestionName(BatchQuestion question) {
    return nameIn(kQuestions, question);
}

std::optional<BatchQuestion> batchQuestionFromName(std::string_view name) {
    return valueIn(kQuestions, name);
}

const std::vector<BatchQuestion>& allBatchQuestions() {
    static const std::vector<BatchQuestion> all{BatchQuestion::Reconstruct, BatchQuestion::Sweep,
                                                BatchQuestion::Classify, BatchQuestion::Match};
    return all;
}

bool BatchSettings::asks(BatchQuestion question) const {
    return std::find(questions.begin(), questions.end(), question) != questions.end();
}

void checkBatch(const BatchSettings& settings) {
    const Checkpoint& checkpoint = *settings.request.checkpoint;
    if (settings.questions.empty())
        throwBadInput("nothing is asked", "--do", "Name one of reconstruct, sweep, classify, match.");
    if ((settings.asks(BatchQuestion::Reconstruct) || settings.asks(BatchQuestion::Sweep)) && !checkpoint.report.hasMae)
        throwUnsupported("has no MAE decoder, so there is nothing to reconstruct with", checkpoint.name,
                         "Give a pre-training checkpoint.");
    if (settings.asks(BatchQuestion::Classify) && !settings.request.classifier && !checkpoint.report.hasClassifier)
        throwUnsupported("has no classification head, and no classifier beside it was asked", checkpoint.name,
                         "Give a checkpoint of TvltForAudioVisualClassification, as --checkpoint or as --classifier.");
    if (settings.asks(BatchQuestion::Match)) {
        checkMatching(checkpoint);
        (void)syncShifts(settings.reach, settings.step);
    }
    if (settings.asks(BatchQuestion::Sweep))
        (void)crossPoints({}, true, true, settings.ratios, seedsFrom(0, settings.seeds));
}

json batchSetup(const BatchSettings& settings, const Job& job) {
    const Request& request = settings.request;
    const RunsOn place = whereItRuns(*request.checkpoint);
    json setup = {{"program", version()},
                  {"do", json::array()},
                  {"checkpoint", checkpointSetup(*request.checkpoint, job.part(0.0, 0.5))},
                  {"device", place.device.substr(0, place.device.find(':'))},
                  {"dtype", place.dtype},
                  {"recipe", recipeName(effectiveRecipe(request))},
                  {"frames", orNull(request.frames)},
                  {"start", orNull(settings.start)},
                  {"duration", orNull(settings.duration)}};
    for (const BatchQuestion question : allBatchQuestions())
        if (settings.asks(question))
            setup["do"].push_back(batchQuestionName(question));
    if (settings.asks(BatchQuestion::Reconstruct) || settings.asks(BatchQuestion::Sweep))
        setup["mask"] = maskChoiceJson(settings.mask, trainedMask(*request.checkpoint));
    if (settings.asks(BatchQuestion::Sweep))
        setup["sweep"] = {{"ratios", settings.ratios}, {"seeds", settings.seeds}};
    if (settings.asks(BatchQuestion::Classify) && request.classifier)
        setup["classifier"] = checkpointSetup(*request.classifier, job.part(0.5, 1.0));
    if (settings.asks(BatchQuestion::Match))
        setup["sync"] = {{"reach", settings.reach}, {"step", settings.step}};
    return setup;
}

} // namespace tvlt
