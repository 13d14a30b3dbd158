#include "app/cli/batch_arguments.h"

#include "app/cli/figure_options.h"
#include "app/cli/number_check.h"
#include "core/analysis/model_pass.h"
#include "core/checkpoint/trained_mask.h"
#include "core/export/info_json.h"
#include "core/model/device.h"
#include "core/sweep/sweep_point.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr int kRatios = 11;
constexpr int kMostSeeds = 1000;
constexpr int kMostThreads = 4096;

std::vector<std::string> questionNames() {
    std::vector<std::string> names;
    for (const BatchQuestion question : allBatchQuestions())
        names.emplace_back(batchQuestionName(question));
    return names;
}

Asks asksOf(const BatchSettings& settings) {
    const bool mae = settings.asks(BatchQuestion::Reconstruct) || settings.asks(BatchQuestion::Sweep);
    const bool classes = settings.asks(BatchQuestion::Classify);
    if (mae)
        return classes ? Asks::ReconstructionAndPredictions : Asks::Reconstruction;
    return classes ? Asks::Predictions : Asks::Inside;
}

/// Where the workbench finds the checkpoint again: a path from the root, a hub id as it is.
std::string placeOf(const std::string& checkpoint) {
    std::error_code ec;
    return fs::exists(checkpoint, ec) ? fs::absolute(checkpoint).lexically_normal().string() : checkpoint;
}

void addQuestionOptions(CLI::App& command, BatchArguments& a) {
    command.add_option("--do", a.questions, "What is asked about each clip, as reconstruct,match")
        ->delimiter(',')
        ->check(CLI::IsMember(questionNames()))
        ->capture_default_str();
    command.add_option("--ratios", a.ratios, "Mask ratios of the sweep, as 0.25,0.5,0.75; default: 11 from 0 to 1")
        ->delimiter(',')
        ->check(numberCheck("a share from 0 to 1", 0.0, false, 1.0));
    command.add_option("--seeds", a.seeds, "Masks a ratio in the sweep: seeds from --seed on")
        ->check(numberCheck("a number of seeds from 1 to 1000", 1, false, kMostSeeds))
        ->capture_default_str();
    command.add_option("--reach", a.reach, "How far the sync curve shifts the sound either way, in seconds")
        ->check(numberCheck("a number of seconds above 0", 0.0, true, 3600.0))
        ->capture_default_str();
    command.add_option("--step", a.step, "From one shift to the next, in seconds")
        ->check(numberCheck("a number of seconds above 0", 0.0, true, 3600.0))
        ->capture_default_str();
}

void addFileOptions(CLI::App& command, BatchArguments& a) {
    command.add_flag("--npz", a.npz, "Write each answer's arrays into the folder npz");
    command.add_flag("--figures", a.figures, "Paint each answer into the folder figures");
    command.add_option("--figure-format", a.figureFormat, "Of the figures")
        ->check(CLI::IsMember({"pdf", "svg", "png"}))
        ->capture_default_str();
    addLookOptions(command, {a.look.widthMm, a.look.fontPt, a.look.dpi, a.noRecipe});
}

} // namespace

void addBatchOptions(CLI::App& command, BatchArguments& a) {
    command.add_option("CLIPS", a.clips, "Folders of clips, .txt lists of them, clips")->required();
    command.add_option("-o,--output", a.folder, "Folder of the run: ledger, results.csv, arrays and figures")
        ->type_name("DIR")
        ->required();
    addQuestionOptions(command, a);
    command.add_flag("--resume", a.resume, "Go on with the run in the folder, if there is one");
    command.add_flag("--retry-failed", a.retryFailed, "With --resume: ask about clips with errors again");
    command.add_option("--shard", a.shard, "One part of the clips, as 2/4; a task of a Slurm job array knows its own")
        ->type_name("I/N");
    command.add_option("--threads", a.threads, "Clips asked about at once; default: as many as there are cores")
        ->check(numberCheck("a number of threads from 1 on", 1, false, kMostThreads));
    addSegmentOptions(command, a.analysis);
    addModelAndDeviceOptions(command, a.analysis);
    addClassifierOption(command, a.analysis);
    addMaskOptions(command, a.analysis.mask);
    addFileOptions(command, a);
}

BatchSettings batchSettings(const BatchArguments& a, const Job& job) {
    BatchSettings settings;
    for (const BatchQuestion question : allBatchQuestions())
        if (std::find(a.questions.begin(), a.questions.end(), batchQuestionName(question)) != a.questions.end())
            settings.questions.push_back(question);
    settings.request = modelRequest(a.analysis, asksOf(settings), job);
    settings.mask = maskChoice(a.analysis.mask, trainedMask(*settings.request.checkpoint));
    settings.start = a.analysis.start;
    settings.duration = a.analysis.duration;
    settings.ratios = a.ratios.empty() ? evenRatios(kRatios) : a.ratios;
    settings.seeds = a.seeds;
    settings.reach = a.reach;
    settings.step = a.step;
    checkBatch(settings);
    return settings;
}

LedgerRun batchRun(const BatchArguments& a, const BatchSettings& settings, const std::vector<fs::path>& files,
                   const Job& job) {
    LedgerRun run;
    run.setup = jsonText(batchSetup(settings, job));
    const Checkpoint& checkpoint = *settings.request.checkpoint;
    run.origin = jsonText({{"checkpoint", placeOf(a.analysis.checkpoint)},
                           {"checkpoint_name", checkpoint.name},
                           {"checkpoint_label", checkpoint.report.label},
                           {"classifier", placeOf(a.analysis.classifier)}});
    const auto variable = [](const char* name) { return static_cast<const char*>(std::getenv(name)); };
    run.shard = a.shard.empty() ? slurmShard(variable).value_or(Shard{}) : shardFromText(a.shard);
    for (const fs::path& file : files)
        run.clips.push_back({file.string(), fs::absolute(file).lexically_normal()});
    return run;
}

BatchThreads batchThreads(const BatchArguments& a, const BatchSettings& settings) {
    const int cores = std::max(1, runtimeInfo().threads);
    const bool gpu = whereItRuns(*settings.request.checkpoint).device != "cpu";
    BatchThreads threads;
    threads.models = a.threads > 0 ? a.threads : gpu ? 1 : cores;
    // On a CPU most of the work is the model's; beside a GPU it is the clips'.
    threads.readers = gpu ? cores : std::max(1, threads.models / 2);
    threads.writers = a.figures || a.npz ? std::max(1, (gpu ? cores : threads.models) / 2) : 1;
    threads.ahead = 2 * std::max({threads.readers, threads.models, threads.writers});
    return threads;
}

} // namespace tvlt
