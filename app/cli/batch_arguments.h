#pragma once

#include "app/cli/analysis_arguments.h"
#include "core/batch/batch_settings.h"
#include "core/batch/ledger.h"
#include "core/batch/run_batch.h"
#include "widgets/figure/figure_look.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// What `tvlt batch` was told.
struct BatchArguments {
    std::vector<std::string> clips;
    std::filesystem::path folder;
    std::vector<std::string> questions{"reconstruct"};
    AnalysisArguments analysis;
    std::vector<double> ratios;
    int seeds = 3;
    double reach = 2.0;
    double step = 0.25;
    std::string shard;
    int threads = 0; ///< clips asked about at once; 0: as the machine has cores
    bool resume = false;
    bool retryFailed = false;
    bool npz = false;
    bool figures = false;
    std::string figureFormat = "pdf";
    FigureLook look;
    bool noRecipe = false;
};

void addBatchOptions(CLI::App& command, BatchArguments& arguments);

/// Opens the checkpoints. Throws Exception, also for questions that they cannot answer.
[[nodiscard]] BatchSettings batchSettings(const BatchArguments& arguments, const Job& job);
/// The run that these files, settings and options are. --shard, else what Slurm says in the environment. Hashes the
/// checkpoints.
[[nodiscard]] LedgerRun batchRun(const BatchArguments& arguments, const BatchSettings& settings,
                                 const std::vector<std::filesystem::path>& files, const Job& job);
[[nodiscard]] BatchThreads batchThreads(const BatchArguments& arguments, const BatchSettings& settings);

} // namespace tvlt
