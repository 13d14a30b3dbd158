#pragma once

#include "app/cli/mask_arguments.h"
#include "app/cli/open_checkpoint.h"

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
    std::vector<std::filesystem::path> clips;
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

/// What of an analysis a command needs. Inside: the checkpoint's own layers, whatever heads it has.
enum class Asks { Reconstruction, ReconstructionAndPredictions, Inside, InsideWithClassifier };

/// CLIP and the options of clip, model, mask and device.
void addAnalysisOptions(CLI::App& command, AnalysisArguments& arguments);
/// A clip that was read, and all that is asked of it: the request has its checkpoint and its mask.
struct OpenedClip {
    std::shared_ptr<const Request> request;
    std::shared_ptr<const ClipFeatures> features;
};
/// Opens and reads; no model runs yet. Throws Exception; a checkpoint without an MAE decoder is refused, unless
/// nothing is to be reconstructed.
[[nodiscard]] OpenedClip openClip(const AnalysisArguments& arguments, Asks asks, const Job& job);
/// Opens, reads and asks. Throws Exception; a checkpoint without an MAE decoder is refused.
[[nodiscard]] std::shared_ptr<const Analysis> runAnalysis(const AnalysisArguments& arguments, Asks asks,
                                                          const Job& job);
/// What a person should know of it, on standard error: what weights call themselves, notes on clip and model.
void printNotes(const Analysis& analysis);
/// The same before any model has run.
void printNotes(const OpenedClip& opened);

/// Before a model runs for a while: a result must have somewhere to go. Throws Exception naming what is in the way.
void checkOutput(const std::filesystem::path& path);

} // namespace tvlt
