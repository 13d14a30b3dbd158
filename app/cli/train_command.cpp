#include "app/cli/commands.h"
#include "app/cli/fetch_checkpoint.h"
#include "app/cli/offscreen.h"
#include "app/cli/train_arguments.h"
#include "app/cli/train_progress.h"
#include "app/cli/training_curves.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"
#include "core/base/json_file.h"
#include "core/base/result.h"
#include "core/base/user_cache.h"
#include "core/dataset/open_data.h"
#include "core/dataset/subset_source.h"
#include "core/training/trainer.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <thread>
#include <utility>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFewestToSplit = 10; ///< clips: fewer say too little when some are set aside

/// What the model begins with: a checkpoint, or the sizes of a new one.
struct Beginning {
    std::shared_ptr<const Checkpoint> from;
    TvltConfig config;
    PreprocessorConfig preprocessor;
};

/// Of a run that is resumed: its own last checkpoint.
Beginning openBeginning(TrainArguments& a, const RunFolder& folder, const LoadOptions& load, const Job& job) {
    Beginning beginning;
    if (a.resume || !a.from.empty()) {
        beginning.from = a.resume ? loadCheckpoint(folder.last().string(), load, job) : fetchAndLoad(a.from, load, job);
        beginning.config = beginning.from->config;
        beginning.preprocessor = beginning.from->preprocessor;
    } else if (!a.config.empty()) {
        beginning.config = configFromJson(readJsonObject(a.config), a.config.string());
        beginning.preprocessor = loadPreprocessorConfig(fs::absolute(a.config).parent_path());
    } else {
        beginning.config = smallTrainingConfig();
    }
    TvltConfig& config = beginning.config;
    config.pixel_mask_ratio = a.pixelRatio.value_or(config.pixel_mask_ratio);
    config.audio_mask_ratio = a.audioRatio.value_or(config.audio_mask_ratio);
    config.audio_mask_type = a.audioType.value_or(config.audio_mask_type);
    a.options.masking.pixelRatio = config.pixel_mask_ratio;
    a.options.masking.audioRatio = config.audio_mask_ratio;
    a.options.masking.audioType = config.audio_mask_type;
    validate(a.options);
    return beginning;
}

OpenDataOptions dataOptions(const TrainArguments& a, std::vector<std::string> classNames) {
    OpenDataOptions options;
    options.targets = a.options.task == TrainTask::Classification ? TargetKind::Classes
                      : a.options.task == TrainTask::Regression   ? TargetKind::Values
                                                                  : TargetKind::None;
    options.columns.file = a.fileColumn;
    options.columns.labels = a.labelColumns;
    options.classNames = std::move(classNames);
    if (!a.noCache)
        options.cacheFolder = a.cache.empty() ? userCacheFolder() / "tvlt-workbench" / "features" : a.cache;
    return options;
}

bool isEndless(const ExampleSource& source) {
    return source.size() == std::numeric_limits<std::int64_t>::max();
}

/// The clips of the run, and the caches that have something to say.
struct RunData {
    TrainingData data;
    std::vector<std::string> labels; ///< names of classes or values
    std::vector<std::shared_ptr<const CachedSource>> caches;
};

/// The classes of `from` when the labels are among them, so that its head goes on; else none.
std::vector<std::string> classesToKeep(const Beginning& beginning, const std::vector<std::string>& found) {
    if (!beginning.from || !beginning.from->report.hasClassifier)
        return {};
    const auto& known = beginning.config.id2label;
    const bool all = std::all_of(found.begin(), found.end(), [&](const std::string& name) {
        return std::find(known.begin(), known.end(), name) != known.end();
    });
    return all ? known : std::vector<std::string>{};
}

RunData openRunData(const TrainArguments& a, const Beginning& beginning, TrainProgress& progress) {
    const ModelInput input = modelInputFor(beginning.config, beginning.preprocessor);
    RunData run;
    const auto open = [&](const std::string& text, const std::vector<std::string>& names, double closeShare) {
        OpenDataOptions options = dataOptions(a, names);
        options.closeShare = closeShare;
        return openData(text, input, options);
    };
    const auto take = [&](const OpenedData& opened) {
        for (const std::string& warning : opened.warnings)
            progress.say("tvlt: " + warning);
        if (opened.cache)
            run.caches.push_back(opened.cache);
        return opened.source;
    };
    OpenedData training = open(a.data, {}, a.closeShare);
    if (const auto classes = classesToKeep(beginning, training.classNames); !classes.empty())
        training = open(a.data, classes, a.closeShare);
    run.data.training = take(training);
    run.labels = training.classNames.empty() ? training.valueNames : training.classNames;
    run.data.scale = labelScale(training.values);
    const bool drawn = a.data.starts_with("synth:");
    if (!a.validation.empty()) {
        run.data.validation = take(open(a.validation, training.classNames, 0.0));
    } else if (!drawn && a.validationShare > 0.0 && training.source->size() >= kFewestToSplit) {
        const Split split = splitClips(*training.source, a.validationShare, a.options.seed);
        run.data.training = std::make_shared<SubsetSource>(training.source, split.training);
        run.data.scale = labelScale(training.values, split.training);
        run.data.validation = std::make_shared<SubsetSource>(training.source, split.validation);
    }
    if (run.data.validation && isEndless(*run.data.validation))
        throwBadInput("has no end", a.validation, "Say how many clips: synth:SEED:COUNT.");
    return run;
}

QueueOptions queueOptions(const TrainArguments& a, const DeviceChoice& device) {
    QueueOptions queue;
    // A CPU that trains has nothing to spare. A GPU waits for clips, and needs one core to be told what to do.
    if (device.name != "cpu")
        queue.threads = std::max(queue.threads, static_cast<int>(std::thread::hardware_concurrency()) - 2);
    queue.threads = a.threads.value_or(queue.threads);
    queue.ahead =
        a.ahead.value_or(std::max(queue.ahead, static_cast<int>(std::min<std::int64_t>(2 * a.options.batch, 65536))));
    return queue;
}

NewModel newModelOf(const TrainArguments& a, const Beginning& beginning, const RunData& run) {
    NewModel made;
    made.task = a.options.task;
    made.seed = a.options.seed;
    made.weights = a.initial == "reference" ? InitialWeights::Reference : InitialWeights::Sinusoidal;
    made.label = a.label.empty() && beginning.from ? beginning.from->report.label : a.label;
    made.labels = run.labels;
    made.scale = run.data.scale;
    return made;
}

/// All that a run is: what has to be the same when it is resumed.
nlohmann::json setupOf(const TrainArguments& a, const LabelScale& scale) {
    nlohmann::json setup{{"options", toJson(a.options)},
                         {"data", a.data},
                         {"file_column", a.fileColumn},
                         {"label_columns", a.labelColumns},
                         {"close_share", a.closeShare},
                         {"validation", a.validation},
                         {"validation_share", a.validationShare},
                         {"from", a.from},
                         {"config", a.config.string()},
                         {"initial", a.initial},
                         {"label", a.label}};
    if (!scale.mean.empty())
        setup["label_scale"] = {{"mean", scale.mean}, {"deviation", scale.deviation}};
    return setup;
}

void checkFolder(const TrainArguments& a, const RunFolder& folder) {
    if (a.resume && !folder.hasLast())
        throwNotFound("holds no run to resume", a.folder.string(), "Leave out --resume to start one.");
    if (folder.hasLast() && !a.resume && !a.overwrite)
        throwBadInput("holds a run already", a.folder.string(),
                      "Go on with it by --resume, start anew by --overwrite, or choose another folder.");
}

/// Takes away a folder that was made for a run and stayed empty, as that of a run that is refused does.
class EmptyFolderRemover {
  public:
    explicit EmptyFolderRemover(fs::path folder) : folder_(std::move(folder)), made_(!fs::exists(folder_)) {}
    ~EmptyFolderRemover() {
        std::error_code ec;
        if (made_)
            fs::remove(folder_, ec); // not when something is in it
    }
    EmptyFolderRemover(const EmptyFolderRemover&) = delete;
    EmptyFolderRemover& operator=(const EmptyFolderRemover&) = delete;

  private:
    fs::path folder_;
    bool made_;
};

/// Two runs in one folder, such as a job and the one that replaces it, would mix their files.
FileLock lockRun(const TrainArguments& a, TrainProgress& progress, const std::stop_token& stop) {
    bool told = false;
    const Job waiting{stop, [&](double, std::string_view stage) {
                          if (!std::exchange(told, true))
                              progress.say("tvlt: " + std::string(stage));
                      }};
    return FileLock(a.folder, waiting, "waiting for another run in " + a.folder.string());
}

std::string endText(const TrainArguments& a, const RunFolder& folder, const TrainingOutcome& outcome,
                    std::int64_t skippedClips) {
    std::string text;
    switch (outcome.end) {
    case TrainingEnd::Finished:
        text = "Finished";
        break;
    case TrainingEnd::NoLongerBetter:
        text = "Ended, since validation got no better for " + std::to_string(a.options.patience) + " times,";
        break;
    case TrainingEnd::Interrupted:
        text = "Stopped";
        break;
    }
    text += " after " + std::to_string(outcome.state.step) + " steps. ";
    if (skippedClips > 0)
        text += skippedClips == 1 ? "1 clip was skipped. " : std::to_string(skippedClips) + " clips were skipped. ";
    if (outcome.state.bestStep > 0)
        text += "The best checkpoint, of step " + std::to_string(outcome.state.bestStep) + ", is in " +
                folder.best().string() + ". ";
    if (!folder.hasLast())
        return text + "Nothing was saved.";
    if (outcome.end == TrainingEnd::Interrupted)
        return text + "Go on with the same command and --resume.";
    if (outcome.state.bestStep > 0)
        return text + "The last one is in " + folder.last().string() + ".";
    return text + "The checkpoint is in " + folder.last().string() +
           "; nothing was validated, so there is no best one.";
}

int runTrain(TrainArguments a, const std::stop_token& stop) {
    TrainProgress progress(a.logEvery);
    const Job job{stop, {}};
    LoadOptions load;
    load.device = chooseDevice(a.device);
    const EmptyFolderRemover remover(a.folder);
    const RunFolder folder{a.folder,
                           SaveOptions{a.saveDtype == "f16" ? std::optional(StoredDtype::F16) : std::nullopt}};
    const FileLock alone = lockRun(a, progress, stop);
    checkFolder(a, folder);

    const Beginning beginning = openBeginning(a, folder, load, job);
    if (a.overwrite)
        folder.clear();
    RunData run = openRunData(a, beginning, progress);
    const nlohmann::json setup = setupOf(a, run.data.scale);
    std::optional<RunFolder::Resumed> resumed;
    if (a.resume)
        resumed = folder.resume(setup, load, job);
    run.data.queue = queueOptions(a, load.device);
    const NewModel made = newModelOf(a, beginning, run);
    std::shared_ptr<const Checkpoint> checkpoint;
    if (resumed) {
        checkpoint = resumed->checkpoint;
    } else if (beginning.from) {
        Checkpoint from = *beginning.from;
        from.config = beginning.config;
        checkpoint = newModelFrom(from, made, load);
    } else {
        checkpoint = newModel(beginning.config, beginning.preprocessor, made, load);
    }

    Trainer trainer(checkpoint, a.options, run.data, folder, setup);
    if (resumed)
        trainer.resume(*resumed);
    TrainingEvents events;
    events.stepped = [&](const TrainingEvents::Step& step) { progress.show(step); };
    std::int64_t skippedClips = 0;
    events.skipped = [&](const SkippedClip& clip) {
        ++skippedClips;
        progress.say("tvlt: skipped " + clip.name + ": " + clip.reason);
    };
    const Offscreen offscreen; // the curves are painted by Qt
    events.saved = [&](std::int64_t) {
        const auto painted = guard([&] { writeCurves(folder.log(), folder.curves()); });
        if (!painted.ok()) // a picture that is missing is no reason to end a run
            progress.say("tvlt: " + painted.error().message());
        for (const auto& cache : run.caches)
            for (const std::string& note : cache->takeNotes())
                progress.say("tvlt: " + note);
    };
    const TrainingOutcome outcome = trainer.run(job, events);
    progress.say(endText(a, folder, outcome, skippedClips));
    return outcome.end == TrainingEnd::Interrupted ? 130 : 0;
}

} // namespace

void addTrainCommand(CLI::App& app, CommandRun& run) {
    auto* command = app.add_subcommand("train", "Train a TVLT on clips: pre-training or fine-tuning");
    auto arguments = std::make_shared<TrainArguments>();
    addTrainOptions(*command, *arguments);
    command->callback([command, arguments, &run] {
        run = [command, arguments](const std::stop_token& stop) {
            completeTrainArguments(*arguments);
            for (const std::string& note : idleOptions(*command, *arguments))
                std::fprintf(stderr, "tvlt: note: %s\n", note.c_str());
            return runTrain(*arguments, stop);
        };
    });
}

} // namespace tvlt
