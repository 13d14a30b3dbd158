#include "app/cli/commands.h"
#include "app/cli/open_checkpoint.h"
#include "app/cli/progress_line.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/dataset/drawn_source.h"
#include "core/synth/sounding_shapes.h"
#include "core/training/new_model.h"
#include "core/training/trainer.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

struct TrainArguments {
    std::string folder;
    std::string task = "pretraining";
    std::string data;
    std::string validation;
    std::string from;
    std::string config;
    std::string initial = "sinusoidal";
    std::string device = "auto";
    std::string label;
    bool resume = false;
    int threads = 2;
    std::vector<std::string> patterns;
    TrainOptions options;
};

std::shared_ptr<const ExampleSource> openData(const std::string& text, const ModelInput& input, TrainTask task) {
    const DrawnTarget target = task == TrainTask::Classification ? DrawnTarget::LoudestShape
                               : task == TrainTask::Regression   ? DrawnTarget::Pitch
                                                                 : DrawnTarget::None;
    std::uint64_t seed = 0;
    long long count = 0;
    const int fields = std::sscanf(text.c_str(), "synth:%lu:%lld", &seed, &count);
    if (fields < 1)
        throwBadInput("is no data that is known", text);
    return std::make_shared<DrawnSource>(input, seed, fields == 2 ? std::optional<std::int64_t>(count) : std::nullopt,
                                         target);
}

void print(const TrainingEvents::Step& at) {
    const auto part = [](const char* name, double value) {
        if (!std::isnan(value))
            std::fprintf(stderr, "  %s %.4f", name, value);
    };
    const auto parts = [&](const Losses& l) {
        part("loss", l.loss);
        part("pixel", l.pixel);
        part("audio", l.audio);
        part("matching", l.matching);
        part("task", l.task);
        part("accuracy", l.accuracy);
    };
    const bool due = at.row.step % 50 == 0 || at.row.step == at.steps;
    if (!due && !at.row.validated)
        return;
    std::fprintf(stderr, "step %ld/%ld", static_cast<long>(at.row.step), static_cast<long>(at.steps));
    parts(at.row.training);
    std::fprintf(stderr, "  lr %.2g  |g| %.2f  %.1f clips/s  %.0f s left\n", at.row.learningRate, at.row.gradientNorm,
                 at.clipsPerSecond, at.secondsLeft);
    if (at.row.validated) {
        std::fputs("  validation", stderr);
        parts(at.row.validation);
        std::fputs("\n", stderr);
    }
}

int runTrain(TrainArguments a, const std::stop_token& stop) {
    a.options.task = a.task == "classification" ? TrainTask::Classification
                     : a.task == "regression"   ? TrainTask::Regression
                                                : TrainTask::PreTraining;
    for (const std::string& pattern : a.patterns)
        a.options.masking.patterns.push_back(maskPatternFromText(pattern));
    validate(a.options);
    const RunFolder folder{fs::path(a.folder)};
    LoadOptions load;
    load.device = chooseDevice(a.device);
    const Job job{stop, {}};

    NewModel made;
    made.task = a.options.task;
    made.seed = a.options.seed;
    made.label = a.label;
    if (made.task == TrainTask::Classification)
        for (int kind = 0; kind < kShapeKinds; ++kind)
            made.labels.emplace_back(shapeName(static_cast<ShapeKind>(kind)));
    if (made.task == TrainTask::Regression)
        made.labels = {"octaves above 220 Hz"};
    made.weights = a.initial == "reference" ? InitialWeights::Reference : InitialWeights::Sinusoidal;

    const nlohmann::json setup{{"options", toJson(a.options)}, {"data", a.data},
                               {"validation", a.validation},   {"from", a.from},
                               {"config", a.config},           {"initial", a.initial}};
    std::optional<RunFolder::Resumed> resumed;
    std::shared_ptr<const Checkpoint> checkpoint;
    if (a.resume) {
        resumed = folder.resume(setup, load, job);
        checkpoint = resumed->checkpoint;
    } else if (!a.from.empty()) {
        checkpoint = newModelFrom(*loadCheckpoint(a.from, load, job), made, load);
    } else {
        TvltConfig config = smallTrainingConfig();
        config.pixel_mask_ratio = a.options.masking.pixelRatio;
        config.audio_mask_ratio = a.options.masking.audioRatio;
        config.audio_mask_type = a.options.masking.audioType;
        checkpoint = newModel(config, made, load);
    }
    const ModelInput input = modelInputOf(*checkpoint);
    TrainingData data;
    data.training = openData(a.data, input, made.task);
    if (!a.validation.empty())
        data.validation = openData(a.validation, input, made.task);
    data.queue.threads = a.threads;
    Trainer trainer(checkpoint, a.options, data, folder, setup);
    if (resumed)
        trainer.resume(*resumed);
    TrainingEvents events;
    events.stepped = print;
    events.skipped = [](const SkippedClip& clip) {
        std::fprintf(stderr, "tvlt: skipped %s: %s\n", clip.name.c_str(), clip.reason.c_str());
    };
    const TrainingOutcome outcome = trainer.run(job, events);
    std::fprintf(stderr, "%ld steps; best validation loss %.5f at step %ld\n", static_cast<long>(outcome.state.step),
                 outcome.state.bestLoss, static_cast<long>(outcome.state.bestStep));
    return outcome.end == TrainingEnd::Interrupted ? 130 : 0;
}

} // namespace

void addTrainCommand(CLI::App& app, CommandRun& run) {
    auto* command = app.add_subcommand("train", "Trains a TVLT on clips: pre-training or fine-tuning.");
    auto a = std::make_shared<TrainArguments>();
    TrainOptions& o = a->options;
    command->add_option("OUT", a->folder, "Folder of the run: checkpoints, log and curves")->required();
    command->add_option("--task", a->task)->check(CLI::IsMember({"pretraining", "classification", "regression"}));
    command->add_option("--data", a->data)->required();
    command->add_option("--validation", a->validation);
    command->add_option("--from", a->from);
    command->add_option("--initial", a->initial);
    command->add_option("--label", a->label);
    command->add_flag("--resume", a->resume);
    command->add_option("--steps", o.steps);
    command->add_option("--batch", o.batch);
    command->add_option("--accumulate", o.accumulate);
    command->add_option("--seed", o.seed);
    command->add_flag("--bf16", o.bf16);
    command->add_flag("--recompute", o.recompute);
    command->add_flag("--freeze-encoder", o.freezeEncoder);
    command->add_option("--device", a->device);
    command->add_option("--threads", a->threads);
    command->add_option("--pixel-ratio", o.masking.pixelRatio);
    command->add_option("--audio-ratio", o.masking.audioRatio);
    command->add_option("--audio-mask-type", o.masking.audioType);
    command->add_option("--mask-pattern", a->patterns, "SHARE,PIXEL,AUDIO");
    command->add_option("--pixel-weight", o.weights.pixel);
    command->add_option("--audio-weight", o.weights.audio);
    command->add_option("--matching-weight", o.weights.matching);
    command->add_option("--mixed-share", o.matching.mixedShare);
    command->add_option("--shifted-share", o.matching.shiftedShare);
    command->add_option("--matching-share", o.matching.batchShare);
    command->add_option("--learning-rate", o.optimizer.learningRate);
    command->add_option("--last-learning-rate", o.optimizer.lastLearningRate);
    command->add_option("--warmup", o.optimizer.warmup);
    command->add_option("--beta2", o.optimizer.beta2);
    command->add_option("--weight-decay", o.optimizer.weightDecay);
    command->add_option("--clip-norm", o.optimizer.clipNorm);
    command->add_option("--validate-every", o.validateEvery);
    command->add_option("--save-every", o.saveEvery);
    command->add_option("--patience", o.patience);
    command->callback([a, &run] { run = [a](std::stop_token stop) { return runTrain(*a, stop); }; });
}

} // namespace tvlt
