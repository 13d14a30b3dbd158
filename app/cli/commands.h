#pragma once

#include <functional>
#include <stop_token>

namespace CLI {
class App;
}

namespace tvlt {

/// What the chosen subcommand does, after all arguments were parsed: returns the program's exit code (0 fine, 1 the
/// work failed) and may throw Exception, which main() prints as "tvlt: WHERE: WHAT. REMEDY". `stop` is Ctrl-C.
using CommandRun = std::function<int(std::stop_token stop)>;

/// Each registers one subcommand with its options; when it is the chosen one, its callback sets `run`, which outlives
/// the parsing.
void addInfoCommand(CLI::App& app, CommandRun& run);
void addReconstructCommand(CLI::App& app, CommandRun& run);
void addCompareCommand(CLI::App& app, CommandRun& run);
void addSweepCommand(CLI::App& app, CommandRun& run);
void addMovieCommand(CLI::App& app, CommandRun& run);
void addAttentionCommand(CLI::App& app, CommandRun& run);
void addHiddenCommand(CLI::App& app, CommandRun& run);
void addClassifyCommand(CLI::App& app, CommandRun& run);
void addMatchCommand(CLI::App& app, CommandRun& run);
void addRetrieveCommand(CLI::App& app, CommandRun& run);
void addScatterCommand(CLI::App& app, CommandRun& run);
void addBatchCommand(CLI::App& app, CommandRun& run);
void addMergeCommand(CLI::App& app, CommandRun& run);
void addPlotCommand(CLI::App& app, CommandRun& run);
void addOccludeCommand(CLI::App& app, CommandRun& run);
void addPlayCommand(CLI::App& app, CommandRun& run);
void addBenchCommand(CLI::App& app, CommandRun& run);
void addParityCommand(CLI::App& app, CommandRun& run);
void addConvertCommand(CLI::App& app, CommandRun& run);
void addSynthCommand(CLI::App& app, CommandRun& run);
void addTrainCommand(CLI::App& app, CommandRun& run);
void addCurvesCommand(CLI::App& app, CommandRun& run);
void addEvaluateCommand(CLI::App& app, CommandRun& run);

} // namespace tvlt
