#pragma once

#include "app/cli/mask_arguments.h"
#include "app/cli/open_checkpoint.h"
#include "core/export/question_arguments.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct Analysis;
struct ClipFeatures;
struct Request;

/// What every command that asks a model about one clip takes.
struct AnalysisArguments {
    std::vector<std::filesystem::path> clips; ///< empty: the session's
    std::filesystem::path session;
    std::filesystem::path audio;
    std::string checkpoint;
    std::string classifier;
    DeviceArguments device;
    MaskArguments mask;
    std::optional<double> start;
    std::optional<double> duration;
    std::optional<int> frames;
    std::string recipe = "auto";
    bool borrowStatistics = false;
    std::optional<int> heads;
    std::optional<int> decoderHeads;
};

/// What of an analysis a command needs. Predictions: what the heads say of the whole clip. Inside: the checkpoint's own
/// layers, whatever heads it has.
enum class Asks { Reconstruction, ReconstructionAndPredictions, Predictions, Inside, InsideWithClassifier };

/// CLIP or --session, and the options of clip, model, mask and device.
void addAnalysisOptions(CLI::App& command, AnalysisArguments& arguments);
/// The same without a mask: for what is asked of the whole clip.
void addWholeClipOptions(CLI::App& command, AnalysisArguments& arguments);
/// --start, --duration, --frames and --recipe alone: for commands that have clips of their own.
void addSegmentOptions(CLI::App& command, AnalysisArguments& arguments);
/// The options of model and device alone: for commands that have clips of their own.
void addModelAndDeviceOptions(CLI::App& command, AnalysisArguments& arguments);
/// --classifier.
void addClassifierOption(CLI::App& command, AnalysisArguments& arguments);
/// A clip that was read, and all that is asked of it: the request has its checkpoint and its mask.
struct OpenedClip {
    std::shared_ptr<const Request> request;
    std::shared_ptr<const ClipFeatures> features;
};
/// Whose answers a figure of it shows.
[[nodiscard]] AskedModel askedModel(const OpenedClip& opened);
/// Opens and reads; no model runs yet. Throws Exception; a checkpoint without an MAE decoder is refused, unless
/// nothing is to be reconstructed.
[[nodiscard]] OpenedClip openClip(const AnalysisArguments& arguments, Asks asks, const Job& job);
/// Checkpoint, classifier, frames and recipe, without a clip. Throws Exception.
[[nodiscard]] Request modelRequest(const AnalysisArguments& arguments, Asks asks, const Job& job);
/// Opens, reads and asks. Throws Exception; a checkpoint without an MAE decoder is refused.
[[nodiscard]] std::shared_ptr<const Analysis> runAnalysis(const AnalysisArguments& arguments, Asks asks,
                                                          const Job& job);
/// What a person should know of it, on standard error: what weights call themselves, notes on clip and model.
void printNotes(const Analysis& analysis);
/// The same before any model has run.
void printNotes(const OpenedClip& opened);

/// What weights that need a word call themselves, on standard error.
void printLabels(const Request& request);

/// Before a model runs for a while: a result must have somewhere to go. Throws Exception naming what is in the way.
void checkOutput(const std::filesystem::path& path);

} // namespace tvlt
