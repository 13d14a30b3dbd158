// What a model begins with, and that pre-training learns.
#include "core/checkpoint/modules.h"
#include "core/model/state_dict.h"
#include "core/training/new_model.h"
#include "tests/core/training/small_run.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>

using namespace tvlt;

namespace {

StateDict weightsOf(const Checkpoint& checkpoint) {
    return stateDict(checkpoint.modules->root());
}

StateDict encoderOf(const Checkpoint& checkpoint) {
    return checkpoint.modules->model ? weightsOf(checkpoint) : withoutPrefix(weightsOf(checkpoint), "tvlt.");
}

bool equal(const StateDict& a, const StateDict& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& entry) {
               const auto other = b.find(entry.first);
               return other != b.end() && torch::equal(entry.second, other->second);
           });
}

std::shared_ptr<const Checkpoint> encoderAlone() {
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->name = "encoder";
    checkpoint->config = tinyConfig();
    checkpoint->modules = std::make_shared<Modules>();
    checkpoint->modules->model = TvltModel(checkpoint->config);
    return checkpoint;
}

NewModel madeFor(TrainTask task, std::vector<std::string> labels) {
    NewModel made;
    made.task = task;
    made.seed = 77;
    made.labels = std::move(labels);
    return made;
}

} // namespace

TEST_CASE("a model for another task keeps every bit of the encoder and begins with new heads") {
    const int from = GENERATE(0, 1, 2);
    const auto checkpoint = from == 0   ? tinyModel(tinyConfig(), TrainTask::PreTraining, 5)
                            : from == 1 ? tinyModel(tinyConfig(), TrainTask::Classification, 5)
                                        : encoderAlone();
    for (const TrainTask task : {TrainTask::PreTraining, TrainTask::Classification, TrainTask::Regression}) {
        const auto model = newModelFrom(*checkpoint, madeFor(task, {"a", "b", "c"}), {});
        CAPTURE(from, static_cast<int>(task));
        CHECK(equal(encoderOf(*model), encoderOf(*checkpoint)));
        CHECK(static_cast<bool>(model->modules->pretraining) == (task == TrainTask::PreTraining));
        CHECK((task == TrainTask::PreTraining || model->config.num_labels() == 3));
    }
}

TEST_CASE("a model for the same task keeps its heads, too") {
    const auto pretrained = tinyModel(tinyConfig(), TrainTask::PreTraining, 5);
    CHECK(
        equal(weightsOf(*newModelFrom(*pretrained, madeFor(TrainTask::PreTraining, {}), {})), weightsOf(*pretrained)));
    const auto classifier = tinyModel(tinyConfig(), TrainTask::Classification, 5);
    CHECK(equal(weightsOf(*newModelFrom(*classifier, madeFor(TrainTask::Classification, {"dark", "bright"}), {})),
                weightsOf(*classifier)));
}

TEST_CASE("a head that said something else begins anew") {
    const auto classifier = tinyModel(tinyConfig(), TrainTask::Classification, 5); // dark, bright
    for (const auto& made :
         {madeFor(TrainTask::Classification, {"cat", "dog"}), madeFor(TrainTask::Regression, {"dark", "bright"})})
        CHECK_FALSE(torch::equal(weightsOf(*newModelFrom(*classifier, made, {})).at(kScoreWeight),
                                 weightsOf(*classifier).at(kScoreWeight)));
}

TEST_CASE("a regression's new head begins at the mean, in deviations, and one that goes on stays as it is") {
    const auto pretrained = tinyModel(tinyConfig(), TrainTask::PreTraining, 5);
    NewModel made = madeFor(TrainTask::Regression, {"a", "b"});
    const StateDict plain = weightsOf(*newModelFrom(*pretrained, made, {}));
    made.scale = {{10.0F, -3.0F}, {4.0F, 0.5F}};
    const auto model = newModelFrom(*pretrained, made, {});
    const StateDict scaled = weightsOf(*model);
    CHECK(torch::equal(scaled.at(kScoreBias), torch::tensor({10.0F, -3.0F})));
    CHECK(torch::equal(scaled.at(kScoreWeight)[0], plain.at(kScoreWeight)[0] * 4.0));
    CHECK(torch::equal(scaled.at(kScoreWeight)[1], plain.at(kScoreWeight)[1] * 0.5));
    made.scale = {{0.0F, 0.0F}, {1.0F, 1.0F}};
    CHECK(equal(weightsOf(*newModelFrom(*model, made, {})), scaled));
}

TEST_CASE("new heads depend on the seed, and a task needs its labels") {
    const auto pretrained = tinyModel(tinyConfig(), TrainTask::PreTraining, 5);
    NewModel made = madeFor(TrainTask::Classification, {"a", "b"});
    const auto weights = [&] { return weightsOf(*newModelFrom(*pretrained, made, {})); };
    const StateDict one = weights();
    CHECK(equal(one, weights()));
    made.seed = 78;
    CHECK_FALSE(equal(one, weights()));
    made.labels.clear();
    CHECK_THROWS_WITH(weights(), ContainsSubstring("names no class"));
}

TEST_CASE("pre-training learns to fill in what is easy, and a frozen encoder may be recomputed") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.steps = 60;
    options.validateEvery = options.saveEvery = 0;
    options.optimizer.learningRate = 5e-3;
    std::vector<LogRow> rows;
    TrainingEvents events;
    events.stepped = [&](const TrainingEvents::Step& at) { rows.push_back(at.row); };
    Trainer trainer(tinyModel(tinyConfig(), options.task), options, tinyData(), RunFolder(folder / "run"), {});
    (void)trainer.run({}, events);
    CHECK(rows.back().training.pixel < 0.5 * rows.front().training.pixel);
    CHECK(rows.back().training.audio < 0.5 * rows.front().training.audio);

    TrainOptions fine = tinyOptions(TrainTask::Classification);
    fine.freezeEncoder = fine.recompute = true;
    const auto model = tinyModel(tinyConfig(), fine.task);
    const StateDict before = encoderOf(*model);
    Trainer tuner(model, fine, tinyData(fine.task), RunFolder(folder / "fine"), {});
    CHECK(tuner.run({}).end == TrainingEnd::Finished);
    CHECK(equal(encoderOf(*model), before));
}
