#include "app/cli/batch_arguments.h"
#include "app/cli/batch_files.h"
#include "app/cli/batch_progress.h"
#include "app/cli/commands.h"
#include "app/cli/folder_arguments.h"
#include "app/cli/offscreen.h"
#include "app/cli/progress_line.h"
#include "core/base/error.h"
#include "core/batch/batch_folder.h"
#include "core/batch/run_results.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>

namespace tvlt {

namespace {

constexpr std::size_t kErrorsSaid = 10;

/// What was opened before the first clip is read.
struct Opened {
    BatchSettings settings;
    std::unique_ptr<Ledger> ledger;
};

Opened openBatch(const BatchArguments& a, const std::vector<std::filesystem::path>& files,
                 const std::stop_token& stop) {
    ProgressLine line;
    const Job job = line.job(stop);
    Opened opened;
    opened.settings = batchSettings(a, job.part(0.0, 0.5));
    const LedgerRun run = batchRun(a, opened.settings, files, job.part(0.5, 1.0));
    opened.ledger = openRun(a.folder, run, a.resume ? Begin::OrResume : Begin::Anew);
    return opened;
}

/// Each clip once: its name is its place in the table.
std::vector<std::filesystem::path> distinct(const std::vector<std::filesystem::path>& files) {
    std::set<std::filesystem::path> known;
    std::vector<std::filesystem::path> once;
    for (const auto& file : files)
        if (known.insert(file.lexically_normal()).second)
            once.push_back(file);
    return once;
}

void printErrors(Ledger& ledger) {
    const auto failed = ledger.failed();
    for (std::size_t i = 0; i < std::min(failed.size(), kErrorsSaid); ++i)
        for (const BatchRow& row : ledger.clip(failed[i]).rows)
            if (!row.error.empty())
                std::fprintf(stderr, "tvlt: %s%s%s\n", row.question.c_str(), row.question.empty() ? "" : ": ",
                             row.error.c_str());
    if (failed.size() > kErrorsSaid)
        std::fprintf(stderr, "tvlt: … and %zu clips more: their errors are in the table\n",
                     failed.size() - kErrorsSaid);
}

/// Writes the table of this shard and says how it went.
int finish(const BatchArguments& a, Ledger& ledger, const BatchProgress& progress) {
    const Shard& shard = ledger.run().shard;
    const auto table = resultsPath(a.folder, shard);
    writeResultsCsv(table, RunResults({ledger.path()}));
    printErrors(ledger);
    std::string said = std::to_string(progress.done) + " clips";
    if (!shard.whole())
        said += " of shard " + shardText(shard);
    if (progress.failed > 0)
        said += ", " + std::to_string(progress.failed) + " with errors";
    std::printf("%s: %s\n", said.c_str(), table.c_str());
    return progress.failed > 0 ? 1 : 0;
}

int batch(const BatchArguments& a, const std::stop_token& stop) {
    const auto files = distinct(clipFiles(a.clips, ListedFiles::MayBeGone));
    const Opened opened = openBatch(a, files, stop);
    printLabels(opened.settings.request);
    if (a.retryFailed)
        opened.ledger->forgetFailed();
    makeBatchFolders(a, opened.ledger->run().shard);
    std::optional<Offscreen> offscreen;
    if (a.figures)
        offscreen.emplace();
    BatchEvents events;
    if (a.npz || a.figures)
        events.write = [&](const ClipAnswers& answers) { writeBatchFiles(a, opened.settings, answers); };
    BatchProgress progress;
    try {
        BatchProgressLine line;
        events.finished = [&](const BatchProgress& now) { line.show(now); };
        progress =
            runBatch(opened.settings, *opened.ledger, files, batchThreads(a, opened.settings), events, Job{stop, {}});
    } catch (const Exception&) {
        std::fprintf(stderr, "tvlt: %zu clips are in the ledger: --resume goes on from there\n",
                     opened.ledger->finished().size());
        throw;
    }
    return finish(a, *opened.ledger, progress);
}

} // namespace

void addBatchCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand(
        "batch", "Ask about any number of clips: a table, a ledger to go on from, arrays and figures by choice");
    const auto a = std::make_shared<BatchArguments>();
    addBatchOptions(*command, *a);
    command->callback([a, &run] { run = [a](const std::stop_token& stop) { return batch(*a, stop); }; });
}

} // namespace tvlt
