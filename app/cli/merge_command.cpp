#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "core/batch/batch_folder.h"
#include "core/batch/run_results.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace tvlt {

namespace {

struct MergeArguments {
    std::vector<std::filesystem::path> folders;
    std::filesystem::path table;
};

int merge(const MergeArguments& a) {
    checkOutput(a.table);
    const RunResults results(ledgersIn(a.folders));
    writeResultsCsv(a.table, results);
    std::printf("%zu of %zu clips: %s\n", results.finished().size(), results.run().clips.size(), a.table.c_str());
    const std::string missing = results.missing();
    if (missing.empty())
        return 0;
    std::fprintf(stderr, "tvlt: the table is not whole: %s\n", missing.c_str());
    return 1;
}

} // namespace

void addMergeCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("merge", "One table of the shards of a batch");
    const auto a = std::make_shared<MergeArguments>();
    command->add_option("DIR", a->folders, "Folders of one run's shards, or their ledgers")->required();
    command->add_option("-o,--output", a->table, "The table to write: results.csv")->type_name("FILE")->required();
    command->callback([a, &run] { run = [a](const std::stop_token&) { return merge(*a); }; });
}

} // namespace tvlt
