// What a run leaves behind when something else than its end stops it.
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/modules.h"
#include "tests/core/training/small_run.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <torch/utils.h>

#include <cmath>
#include <csignal>
#include <stdexcept>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

std::string failure(const std::function<void()>& work) {
    const auto result = guard(work);
    return result.ok() ? "no failure" : result.error().message();
}

void checkSameFiles(const fs::path& one, const fs::path& other) {
    for (const char* file : {"log.csv", "last/model.safetensors", "last/optimizer.safetensors",
                             "last/training_state.json", "best/model.safetensors"}) {
        INFO(file);
        CHECK((readTextFile(one / file) == readTextFile(other / file)));
    }
}

/// Runs `options` on `data` into a folder, resumable by runTiny().
TrainingOutcome run(const fs::path& folder, const TrainOptions& options, const TrainingData& data,
                    const TrainingEvents& events = {}, const Job& job = {}) {
    Trainer trainer(tinyModel(tinyConfig(), options.task, options.seed), options, data, RunFolder(folder),
                    {{"options", toJson(options)}});
    return trainer.run(job, events);
}

void poison(const Checkpoint& checkpoint) {
    const torch::NoGradGuard noGrad;
    checkpoint.modules->root().parameters().front().fill_(std::nan(""));
}

/// For its lifetime no file of this process grows beyond so many bytes: a disk that is full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

} // namespace

TEST_CASE("with products in bf16, too, a resumed run leaves the very files of one that did not stop") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.bf16 = true;
    TvltConfig config = tinyConfig();
    config.hidden_dropout_prob = 0.2;
    (void)runTiny(folder / "whole", config, options);
    (void)runTiny(folder / "parts", config, options, false, 3);
    (void)runTiny(folder / "parts", config, options, true);
    checkSameFiles(folder / "whole", folder / "parts");
}

TEST_CASE("a run that died after a better checkpoint than its last one is taken up at the last one") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.validateEvery = 1;
    options.saveEvery = 4;
    (void)runTiny(folder / "whole", tinyConfig(), options);
    TrainingEvents dying;
    dying.stepped = [](const TrainingEvents::Step& at) {
        if (at.row.step == 6)
            throw std::runtime_error("power cut");
    };
    CHECK_THROWS_WITH(run(folder / "died", options, tinyData(), dying), "power cut");
    CHECK(runTiny(folder / "died", tinyConfig(), options, true).state.step == 6);
    checkSameFiles(folder / "whole", folder / "died");
}

TEST_CASE("the beginning of a row that a dying program wrote is no row") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.steps = 12;
    (void)runTiny(folder / "whole", tinyConfig(), options);
    (void)runTiny(folder / "parts", tinyConfig(), options, false, 11);
    const fs::path log = folder / "parts" / "log.csv";
    writeFileAtomically(log, readTextFile(log) + "1"); // of 12
    (void)runTiny(folder / "parts", tinyConfig(), options, true);
    CHECK(readTextFile(log) == readTextFile(folder / "whole" / "log.csv"));
}

TEST_CASE("a disk that fills up ends a run, and its last checkpoint is whole") {
    const TempFolder folder;
    (void)runTiny(folder / "whole", tinyConfig(), tinyOptions());
    (void)runTiny(folder / "run", tinyConfig(), tinyOptions(), false, 3);
    const std::string before = readTextFile(folder / "run" / "last" / "model.safetensors");
    {
        const FullDisk disk(8192);
        CHECK_THAT(failure([&] { (void)runTiny(folder / "run", tinyConfig(), tinyOptions(), true); }),
                   ContainsSubstring("cannot be written"));
    }
    CHECK((readTextFile(folder / "run" / "last" / "model.safetensors") == before));
    CHECK_FALSE(fs::exists(folder / "run" / ".last.part"));
    CHECK_FALSE(fs::exists(folder / "run" / ".best.part"));
    CHECK(runTiny(folder / "run", tinyConfig(), tinyOptions(), true).end == TrainingEnd::Finished);
    checkSameFiles(folder / "whole", folder / "run");
}

TEST_CASE("a folder for a run that cannot be made is refused") {
    const TempFolder folder;
    writeFileAtomically(folder / "file", "no folder");
    CHECK_THAT(failure([&] { (void)RunFolder(folder / "file" / "run"); }), ContainsSubstring("cannot be created"));
}

TEST_CASE("a damaged state of a run is refused by its name, and that of another version, too") {
    const TempFolder folder;
    (void)runTiny(folder.path(), tinyConfig(), tinyOptions(), false, 2);
    const fs::path file = folder / "last" / "training_state.json";
    const auto good = nlohmann::json::parse(readTextFile(file));
    const auto refusal = [&](const std::string& text) {
        writeFileAtomically(file, text);
        return failure([&] { (void)runTiny(folder.path(), tinyConfig(), tinyOptions(), true); });
    };
    const auto with = [&](const char* key, const nlohmann::json& value) {
        auto changed = good;
        changed[key] = value;
        return changed.dump();
    };
    for (const std::string& text : {std::string(), std::string("[1]")}) {
        INFO(text);
        CHECK_THAT(refusal(text), ContainsSubstring(file.string()) && ContainsSubstring("JSON"));
    }
    for (const std::string& text :
         {std::string("{}"), with("step", -1), with("step", "two"), with("setup", nullptr), with("best_loss", "low")}) {
        INFO(text);
        CHECK_THAT(refusal(text), ContainsSubstring(file.string() + ": is not the state"));
    }
    CHECK_THAT(refusal(with("format", 2)), ContainsSubstring("another version"));
    CHECK(refusal(good.dump()) == "no failure");
}

TEST_CASE("weights that become no numbers stop a run at the next step, and the last checkpoint stands") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.validateEvery = 0;
    options.saveEvery = 4;
    const auto model = tinyModel(tinyConfig(), options.task);
    const auto before = [&] { return readTextFile(folder / "last" / "model.safetensors"); };
    std::string saved;
    TrainingEvents events;
    events.stepped = [&](const TrainingEvents::Step& at) {
        if (at.row.step != 5)
            return;
        saved = before();
        poison(*model);
    };
    Trainer trainer(model, options, tinyData(), RunFolder(folder.path()), {});
    const std::string message = failure([&] { (void)trainer.run({}, events); });
    CHECK_THAT(message, ContainsSubstring("is not a number at step 6"));
    CHECK_THAT(message, ContainsSubstring((folder / "last").string() + " stands"));
    CHECK((before() == saved));
}

TEST_CASE("a stop before the first step is an interruption that leaves nothing") {
    const TempFolder folder;
    std::stop_source stop;
    stop.request_stop();
    const auto outcome = run(folder.path(), tinyOptions(), tinyData(), {}, Job{stop.get_token(), {}});
    CHECK(outcome.end == TrainingEnd::Interrupted);
    CHECK(outcome.state.step == 0);
    CHECK_FALSE(RunFolder(folder.path()).hasLast());
}

TEST_CASE("a run that patience ended stays ended when it is resumed") {
    const TempFolder folder;
    TrainOptions options = tinyOptions();
    options.steps = 100;
    options.optimizer.learningRate = 0.0;
    options.patience = 1;
    CHECK(runTiny(folder.path(), tinyConfig(), options).state.step == 4);
    const auto again = runTiny(folder.path(), tinyConfig(), options, true);
    CHECK(again.end == TrainingEnd::NoLongerBetter);
    CHECK(again.state.step == 4);
}

TEST_CASE("a damaged clip of the validation data is told and left out, and none but damaged ones are refused") {
    const TempFolder folder;
    TrainingData data = tinyData();
    auto source = std::make_shared<EasySource>(5, TrainTask::PreTraining);
    source->damaged = 2;
    data.validation = source;
    std::vector<std::string> told;
    TrainingEvents events;
    events.skipped = [&](const SkippedClip& clip) { told.push_back(clip.name); };
    CHECK(run(folder / "some", tinyOptions(), data, events).end == TrainingEnd::Finished);
    CHECK(told == std::vector<std::string>{"clip 2"});
    source = std::make_shared<EasySource>(1, TrainTask::PreTraining);
    source->damaged = 0;
    data.validation = source;
    CHECK_THAT(failure([&] { (void)run(folder / "none", tinyOptions(), data); }),
               ContainsSubstring("validation data") && ContainsSubstring("is damaged"));
}
