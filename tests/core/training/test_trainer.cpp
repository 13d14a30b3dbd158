#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/modules.h"
#include "core/model/safetensors.h"
#include "core/training/memory_advice.h"
#include "core/training/new_model.h"
#include "tests/core/training/small_run.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <limits>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

bool sameTensors(const fs::path& a, const fs::path& b) {
    const StateDict first = readSafetensors(a);
    const StateDict second = readSafetensors(b);
    if (first.size() != second.size())
        return false;
    for (const auto& [key, tensor] : first)
        if (!second.contains(key) || !torch::equal(tensor, second.at(key)))
            return false;
    return true;
}

std::string errorOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Exception& e) {
        return e.error().message();
    }
    return "nothing was thrown";
}

TvltConfig withDropout() {
    TvltConfig config = tinyConfig();
    config.hidden_dropout_prob = 0.1;
    config.attention_probs_dropout_prob = 0.1;
    return config;
}

} // namespace

TEST_CASE("a run that stops and resumes has the very log, weights, moments and best of one that did not stop") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.masking.patterns = {maskPatternFromText("0.3,0.1:0.9,0.1:0.9"), maskPatternFromText("0.3,frames:0.5,0")};
    (void)runTiny(folder / "whole", withDropout(), options);
    const auto stopped = runTiny(folder / "parts", withDropout(), options, false, 3);
    CHECK(stopped.end == TrainingEnd::Interrupted);
    CHECK(stopped.state.step == 3);
    const auto finished = runTiny(folder / "parts", withDropout(), options, true);
    CHECK(finished.end == TrainingEnd::Finished);
    CHECK(finished.state.step == 6);

    for (const char* file : {"log.csv", "last/training_state.json", "last/config.json", "best/config.json"})
        CHECK(readTextFile(folder / "whole" / file) == readTextFile(folder / "parts" / file));
    for (const char* file : {"last/model.safetensors", "last/optimizer.safetensors", "best/model.safetensors"})
        CHECK(sameTensors(folder / "whole" / file, folder / "parts" / file));
}

TEST_CASE("steps that were logged but not saved are dropped from the log and taken anew") {
    const TempFolder folder;
    (void)runTiny(folder / "whole", tinyConfig(), tinyOptions());
    (void)runTiny(folder / "parts", tinyConfig(), tinyOptions(), false, 3);
    const fs::path log = folder / "parts" / "log.csv";
    writeFileAtomically(log, readTextFile(log) + "4,1,2,3\n5,half a row");
    (void)runTiny(folder / "parts", tinyConfig(), tinyOptions(), true);
    CHECK(readTextFile(log) == readTextFile(folder / "whole" / "log.csv"));
}

TEST_CASE("the seed alone decides on the weights") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.steps = 2;
    (void)runTiny(folder / "a", withDropout(), options);
    (void)runTiny(folder / "b", withDropout(), options);
    options.seed = 2;
    (void)runTiny(folder / "c", withDropout(), options);
    const fs::path weights = "last/model.safetensors";
    CHECK(sameTensors(folder / "a" / weights, folder / "b" / weights));
    CHECK_FALSE(sameTensors(folder / "a" / weights, folder / "c" / weights));
}

TEST_CASE("resuming with other options names each of them with both values") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    (void)runTiny(folder.path(), tinyConfig(), options, false, 2);
    options.optimizer.learningRate = 0.5;
    options.batch = 3;
    const std::string message = errorOf([&] { (void)runTiny(folder.path(), tinyConfig(), options, true); });
    CHECK_THAT(message, ContainsSubstring("options.optimizer.learning_rate is 0.5, was 0.001"));
    CHECK_THAT(message, ContainsSubstring("options.batch is 3, was 4"));
    CHECK_THAT(message, !ContainsSubstring("warmup"));
}

TEST_CASE("there is nothing to resume where no run was") {
    const TempFolder folder;
    CHECK_THAT(errorOf([&] { (void)runTiny(folder.path(), tinyConfig(), tinyOptions(), true); }),
               ContainsSubstring("no run to resume"));
}

TEST_CASE("a loss that is not a number stops the run with its step, and the checkpoint before it stands") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    (void)runTiny(folder / "good", tinyConfig(), options, false, 2);
    options.optimizer.learningRate = 1e30;
    options.optimizer.warmup = 0;
    options.saveEvery = 1;
    options.validateEvery = 0;
    const std::string message = errorOf([&] { (void)runTiny(folder.path(), tinyConfig(), options); });
    CHECK_THAT(message, ContainsSubstring("not a number at step 2"));
    CHECK_THAT(message, ContainsSubstring("stands"));
    CHECK_THAT(message, ContainsSubstring("lower learning rate"));
    CHECK(readSafetensors(folder / "last/model.safetensors").size() > 10);
}

TEST_CASE("a damaged clip is told once and replaced") {
    const TempFolder folder;
    const TrainOptions options = tinyOptions();
    auto source = std::make_shared<EasySource>(5, TrainTask::PreTraining);
    source->damaged = 2;
    TrainingData data;
    data.training = source;
    Trainer trainer(tinyModel(tinyConfig(), options.task), options, data, RunFolder(folder.path()), {});
    std::vector<std::string> told;
    TrainingEvents events;
    events.skipped = [&](const SkippedClip& clip) { told.push_back(clip.name + ": " + clip.reason); };
    CHECK(trainer.run({}, events).state.step == 6);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told.front(), ContainsSubstring("clip 2") && ContainsSubstring("is damaged"));
}

TEST_CASE("without validation there is a last checkpoint and none that is called the best") {
    const TempFolder folder;
    TrainingData data = tinyData();
    data.validation.reset();
    Trainer trainer(tinyModel(tinyConfig(), TrainTask::PreTraining), tinyOptions(), data, RunFolder(folder.path()), {});
    const TrainingOutcome outcome = trainer.run({});
    CHECK(outcome.end == TrainingEnd::Finished);
    CHECK(outcome.state.bestStep == 0);
    CHECK(std::filesystem::exists(folder / "last/model.safetensors"));
    CHECK_FALSE(std::filesystem::exists(folder / "best"));
}

TEST_CASE("an endless stream cannot be validated on") {
    const TempFolder folder;
    TrainingData data = tinyData();
    data.validation = std::make_shared<EasySource>(std::numeric_limits<std::int64_t>::max(), TrainTask::PreTraining);
    Trainer trainer(tinyModel(tinyConfig(), TrainTask::PreTraining), tinyOptions(), data, RunFolder(folder.path()), {});
    CHECK_THAT(errorOf([&] { (void)trainer.run({}); }), ContainsSubstring("is endless"));
}

TEST_CASE("a run ends when validation gets no better") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.steps = 1000;
    options.optimizer.learningRate = 0.0; // nothing changes
    options.patience = 2;
    const auto outcome = runTiny(folder.path(), tinyConfig(), options);
    CHECK(outcome.end == TrainingEnd::NoLongerBetter);
    CHECK(outcome.state.step == 6);
    CHECK(outcome.state.bestStep == 2);
}

TEST_CASE("classification and regression learn what is easy") {
    for (const TrainTask task : {TrainTask::Classification, TrainTask::Regression}) {
        const TempFolder folder;
        TrainOptions options = tinyOptions(task);
        options.steps = 60;
        options.validateEvery = options.saveEvery = 0;
        options.optimizer.learningRate = 3e-3;
        TrainingData data = tinyData(task);
        Trainer trainer(tinyModel(tinyConfig(), task), options, data, RunFolder(folder.path()), {});
        std::vector<LogRow> rows;
        TrainingEvents events;
        events.stepped = [&](const TrainingEvents::Step& at) { rows.push_back(at.row); };
        (void)trainer.run({}, events);
        CAPTURE(static_cast<int>(task), rows.front().training.loss, rows.back().training.loss);
        CHECK(rows.back().training.loss < 0.2 * rows.front().training.loss);
        if (task == TrainTask::Classification)
            CHECK(rows.back().training.accuracy == 1.0);
    }
}

TEST_CASE("a regression learns labels of any scale alike, and answers on theirs") {
    const auto lossesOf = [](float unit, float offset) {
        const TempFolder folder;
        TrainOptions options = tinyOptions(TrainTask::Regression);
        options.steps = 60;
        options.saveEvery = 0;
        options.validateEvery = 60;
        options.optimizer.learningRate = 3e-3;
        const auto source = std::make_shared<EasySource>(13, options.task);
        source->dark = offset;
        source->bright = offset + unit;
        std::vector<std::vector<float>> values;
        for (std::int64_t i = 0; i < source->size(); ++i)
            values.push_back(source->example({i, 0, 0.0}).target);
        TrainingData data;
        data.training = data.validation = source;
        data.scale = labelScale(values);
        NewModel made;
        made.task = options.task;
        made.labels = {"light"};
        made.scale = data.scale;
        const auto model = newModel(tinyConfig(), {}, made, {});
        Trainer trainer(model, options, data, RunFolder(folder.path()), {});
        std::vector<double> losses;
        TrainingEvents events;
        events.stepped = [&](const TrainingEvents::Step& at) { losses.push_back(at.row.training.loss); };
        (void)trainer.run({}, events);
        const float bias = stateDict(model->modules->root()).at(kScoreBias).item<float>();
        CHECK(std::abs(bias - data.scale.mean[0]) < data.scale.deviation[0]);
        return losses;
    };
    const auto plain = lossesOf(1.0F, 0.0F), large = lossesOf(4096.0F, 8192.0F);
    CHECK(plain.back() < 0.2);
    CHECK(large.front() == Approx(plain.front()).epsilon(1e-3));
    CHECK(large.back() == Approx(plain.back()).margin(0.05));
}

TEST_CASE("a frozen encoder stays as it was while the classifier learns") {
    const TempFolder folder;
    TrainOptions options = tinyOptions(TrainTask::Classification);
    options.freezeEncoder = true;
    const auto model = tinyModel(tinyConfig(), options.task);
    StateDict before;
    for (const auto& [key, tensor] : stateDict(model->modules->root()))
        before[key] = tensor.detach().clone();
    Trainer trainer(model, options, tinyData(options.task), RunFolder(folder.path()), {});
    (void)trainer.run({});
    for (const auto& [key, tensor] : stateDict(model->modules->root())) {
        CAPTURE(key);
        CHECK(torch::equal(tensor, before.at(key)) == key.starts_with("tvlt."));
    }
}

TEST_CASE("a checkpoint that cannot be written leaves the one before it whole") {
    const TempFolder folder;
    (void)runTiny(folder.path(), tinyConfig(), tinyOptions(), false, 2);
    const std::string before = readTextFile(folder / "last/training_state.json");
    const RunFolder run(folder.path());
    const auto model = tinyModel(tinyConfig(), TrainTask::PreTraining);
    StateDict impossible{{"x", torch::ones({1}, torch::kComplexFloat)}}; // has no safetensors form
    CHECK(errorOf([&] { run.saveLast(*model, impossible, {}, {}); }) != "nothing was thrown");
    CHECK(readTextFile(folder / "last/training_state.json") == before);
    CHECK_FALSE(fs::exists(folder / ".last.part"));
    (void)runTiny(folder.path(), tinyConfig(), tinyOptions(), true);
}

TEST_CASE("out of memory is answered with the largest batch that fits") {
    std::vector<std::int64_t> tried;
    const auto fits = [&](std::int64_t n) {
        tried.push_back(n);
        return n <= 3;
    };
    CHECK(largestBatchThatFits(24, fits) == 3);
    CHECK(tried == std::vector<std::int64_t>{12, 6, 3});
    CHECK(largestBatchThatFits(24, [](std::int64_t) { return false; }) == 0);
    TrainOptions options;
    options.batch = 24;
    options.accumulate = 2;
    CHECK_THAT(memoryAdvice(options, 3), ContainsSubstring("--batch 3 --accumulate 16"));
    CHECK_THAT(memoryAdvice(options, 3), ContainsSubstring("--recompute") && !ContainsSubstring("--shifted-share"));
    CHECK_THAT(memoryAdvice(options, 1), ContainsSubstring("--shifted-share 1")); // one clip cannot swap pictures
    options.recompute = true;
    CHECK_THAT(memoryAdvice(options, 0), ContainsSubstring("smaller model") && !ContainsSubstring("--recompute"));
}

TEST_CASE("the best checkpoint may be in half floats, the last one keeps every bit") {
    const TempFolder folder;
    const RunFolder run(folder.path(), SaveOptions{StoredDtype::F16});
    Trainer trainer(tinyModel(tinyConfig(), TrainTask::PreTraining), tinyOptions(), tinyData(), run, {});
    (void)trainer.run({});
    for (const auto& [key, tensor] : readSafetensors(folder / "best/model.safetensors"))
        CHECK(tensor.scalar_type() == torch::kFloat16);
    for (const auto& [key, tensor] : readSafetensors(folder / "last/model.safetensors"))
        CHECK(tensor.scalar_type() == torch::kFloat32);
    const auto opened = loadCheckpoint((folder / "best").string());
    CHECK(opened->report.hasMae);
    CHECK(opened->report.hasMatching);
}
