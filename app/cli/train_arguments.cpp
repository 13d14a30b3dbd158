#include "app/cli/train_arguments.h"

#include "core/base/error.h"

#include <CLI/CLI.hpp>

#include <initializer_list>

namespace tvlt {

namespace {

void addRunOptions(CLI::App& command, TrainArguments& a) {
    TrainOptions& o = a.options;
    command.add_option("OUT", a.folder, "Folder of the run: last/, best/, log.csv, curves.png")->required();
    command.add_flag("--resume", a.resume, "Go on with the run in OUT, where it stopped");
    command.add_flag("--overwrite", a.overwrite, "Start anew although OUT holds a run")->excludes("--resume");
    command
        .add_option(
            "--task", a.task,
            "What to learn; of synth: clips the loudest object's shape, or its mean pitch in octaves above 220 Hz")
        ->check(CLI::IsMember({"pretraining", "classification", "regression"}))
        ->capture_default_str();
    command.add_option("--steps", o.steps, "Optimizer steps")->capture_default_str();
    command.add_option("--batch", o.batch, "Clips at a time")->capture_default_str();
    command.add_option("--accumulate", o.accumulate, "Batches a step")->capture_default_str();
    command.add_option("--seed", o.seed, "Of weights, order, masks and pairs")->capture_default_str();
    command.add_flag("--bf16", o.bf16, "Products of matrices in bfloat16; weights stay f32");
    command.add_flag("--recompute", o.recompute, "Gradient checkpointing: less memory, a third more time");
    command.add_option("--device", a.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command.add_option("--validate-every", o.validateEvery, "Steps; 0: never")->capture_default_str();
    command.add_option("--save-every", o.saveEvery, "Steps; 0: at the end alone")->capture_default_str();
    command.add_option("--patience", o.patience, "End after this many validations without a better one; 0: never")
        ->capture_default_str();
    command.add_option("--log-every", a.logEvery, "Print a line every so many steps")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--save-dtype", a.saveDtype, "Of the weights in best/")
        ->check(CLI::IsMember({"f32", "f16"}))
        ->capture_default_str();
}

void addDataOptions(CLI::App& command, TrainArguments& a) {
    const auto group = command.add_option_group("Clips");
    const auto data = group->add_option(
        "--data", a.data, "A folder, a list (.txt), labels (.csv), a clip, synth:SEED or synth:SEED:COUNT");
    group->add_option("--labels", a.labels, "A CSV of clips and labels, in place of --data")->excludes(data);
    group->add_option("--file-column", a.fileColumn, "Its column of files")->capture_default_str();
    group
        ->add_option("--label-column", a.labelColumns,
                     "Its column of labels; several for a regression. Of synth: clips: pitch or sizes")
        ->capture_default_str();
    group
        ->add_option("--close-share", a.closeShare,
                     "Of synth: clips, the share whose loudest shape is hardly larger than one of another kind")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    group->add_option("--validation", a.validation, "Clips to validate on, named as --data is");
    group->add_option("--validation-share", a.validationShare, "Share of clips from files that is set aside for it")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    group->add_option("--cache", a.cache, "Folder for features of clips from files");
    group->add_flag("--no-cache", a.noCache, "Make features anew in every epoch");
    group->add_option("--threads", a.threads, "Threads that read clips; default: 2, beside a GPU all cores but two")
        ->check(CLI::Range(1, 256));
    group->add_option("--ahead", a.ahead, "Most clips read ahead; default: two batches, at least 64")
        ->check(CLI::Range(1, 65536));
}

void addModelOptions(CLI::App& command, TrainArguments& a) {
    const auto group = command.add_option_group("Model");
    group->add_option("--from", a.from, "Checkpoint whose weights to begin with; without it: a new, small model");
    group
        ->add_option("--config", a.config, "config.json of a new model's sizes, in the folder of its preprocessor file")
        ->check(CLI::ExistingFile)
        ->excludes("--from");
    group->add_option("--initial", a.initial, "Initial weights: the reference's, or sinusoidal positions and Xavier")
        ->check(CLI::IsMember({"sinusoidal", "reference"}))
        ->capture_default_str();
    group->add_option("--label", a.label, "What the program says wherever this model's output is shown");
    group->add_flag("--freeze-encoder", a.options.freezeEncoder, "Train the heads alone");
}

void addLossOptions(CLI::App& command, TrainArguments& a) {
    TrainOptions& o = a.options;
    const auto group = command.add_option_group("Pre-training");
    group->add_option("--pixel-ratio", a.pixelRatio, "Share of hidden pixel patches; default: the model's, 0.75");
    group->add_option("--audio-ratio", a.audioRatio, "Share of hidden audio patches; default: the model's, 0.15");
    group->add_option("--audio-mask-type", a.audioType, "Hide whole time steps or single patches; default: the model's")
        ->check(CLI::IsMember({"frame-level", "patch-level"}));
    group->add_option("--mask-pattern", a.patterns,
                      "SHARE,PIXEL,AUDIO: other ratios (LOW:HIGH, or one; frames:… hides whole frames) for a share of "
                      "the batches; may be repeated");
    group->add_option("--pixel-weight", o.weights.pixel, "Of the picture's loss")->capture_default_str();
    group->add_option("--audio-weight", o.weights.audio, "Of the sound's loss")->capture_default_str();
    group->add_option("--matching-weight", o.weights.matching, "Of the matching loss; 0: no matching pass")
        ->capture_default_str();
    group->add_option("--mixed-share", o.matching.mixedShare, "Share of the pairs that do not belong together")
        ->capture_default_str();
    group
        ->add_option("--shifted-share", o.matching.shiftedShare,
                     "Of those, the share that is the same clip at another time, not another clip")
        ->capture_default_str();
    group->add_option("--least-shift", o.matching.leastShift, "Seconds")->capture_default_str();
    group->add_option("--most-shift", o.matching.mostShift, "Seconds")->capture_default_str();
    group->add_option("--matching-share", o.matching.batchShare, "Share of a batch that is matched")
        ->capture_default_str();
}

void addOptimizerOptions(CLI::App& command, OptimizerOptions& o) {
    const auto group = command.add_option_group("AdamW");
    group->add_option("--learning-rate", o.learningRate, "Highest, after the warm-up")->capture_default_str();
    group->add_option("--last-learning-rate", o.lastLearningRate, "Share of it that is left at the end")
        ->capture_default_str();
    group->add_option("--warmup", o.warmup, "Steps")->capture_default_str();
    group->add_option("--beta1", o.beta1)->capture_default_str();
    group->add_option("--beta2", o.beta2)->capture_default_str();
    group->add_option("--weight-decay", o.weightDecay, "Not for norms, biases and embeddings")->capture_default_str();
    group->add_option("--clip-norm", o.clipNorm, "Longest gradient; 0: any")->capture_default_str();
}

} // namespace

void addTrainOptions(CLI::App& command, TrainArguments& arguments) {
    addRunOptions(command, arguments);
    addDataOptions(command, arguments);
    addModelOptions(command, arguments);
    addLossOptions(command, arguments);
    addOptimizerOptions(command, arguments.options.optimizer);
}

void completeTrainArguments(TrainArguments& a) {
    TrainOptions& o = a.options;
    o.task = a.task == "classification" ? TrainTask::Classification
             : a.task == "regression"   ? TrainTask::Regression
                                        : TrainTask::PreTraining;
    for (const std::string& pattern : a.patterns)
        o.masking.patterns.push_back(maskPatternFromText(pattern));
    if (!a.labels.empty())
        a.data = a.labels.string();
    if (a.data.empty())
        throwBadInput("names no clips", "--data", "Give a folder, a list, a CSV of labels, or synth:SEED.");
}

std::vector<std::string> idleOptions(const CLI::App& command, const TrainArguments& a) {
    std::vector<std::string> idle;
    const auto told = [&](std::initializer_list<const char*> options, bool changesNothing, const std::string& why) {
        for (const char* option : options)
            if (changesNothing && command.get_option(option)->count() > 0)
                idle.push_back(std::string(option) + " has no effect: " + why);
    };
    const bool pretraining = a.options.task == TrainTask::PreTraining;
    const bool drawn = a.data.starts_with("synth:");
    const bool validates =
        a.options.validateEvery > 0 && (!a.validation.empty() || (!drawn && a.validationShare > 0.0));
    told({"--pixel-ratio", "--audio-ratio", "--audio-mask-type", "--mask-pattern", "--pixel-weight", "--audio-weight",
          "--matching-weight", "--mixed-share", "--shifted-share", "--least-shift", "--most-shift", "--matching-share"},
         !pretraining, "a " + a.task + " hides nothing and matches nothing.");
    told({"--label-column"}, pretraining, "pre-training takes no labels.");
    told({"--file-column"}, drawn, "drawn clips have no table.");
    told({"--label-column"}, drawn && a.options.task == TrainTask::Classification,
         "the class of a drawn clip is its loudest shape.");
    told({"--close-share"}, !drawn, "only drawn clips can be chosen so.");
    told({"--validation-share"}, !a.validation.empty(), "--validation names the clips.");
    told({"--validation-share"}, a.validation.empty() && drawn,
         "drawn clips are not set aside; --validation names some.");
    told({"--save-dtype", "--patience"}, !validates, "nothing is validated, so there is no best checkpoint.");
    told({"--cache"}, a.noCache, "--no-cache leaves it alone.");
    return idle;
}

} // namespace tvlt
