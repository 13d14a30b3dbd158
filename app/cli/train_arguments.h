#pragma once

#include "core/training/new_model.h"
#include "core/training/train_options.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tvlt {

/// `tvlt train` as given.
struct TrainArguments {
    std::filesystem::path folder;
    bool resume = false;
    bool overwrite = false;

    std::string data;
    std::string validation;
    double validationShare = 0.1; ///< of clips from files, where `validation` is empty
    double closeShare = 0.0;      ///< of drawn clips
    std::filesystem::path labels; ///< a CSV in place of `data`
    std::string fileColumn = "file";
    std::vector<std::string> labelColumns{"label"};
    std::filesystem::path cache; ///< empty: the user's cache folder
    bool noCache = false;
    std::optional<int> threads; ///< none, here and below: what suits the device and the batch
    std::optional<int> ahead;

    std::string from;
    std::filesystem::path config;
    std::string initial = "sinusoidal";
    std::string label;
    std::string saveDtype = "f32";
    std::optional<double> pixelRatio; ///< none, here and below: those of the checkpoint or the config
    std::optional<double> audioRatio;
    std::optional<std::string> audioType;

    std::string device = "auto";
    int logEvery = 50; ///< steps
    std::string task = "pretraining";
    std::vector<std::string> patterns;
    TrainOptions options;
};

/// Registers all options.
void addTrainOptions(CLI::App& command, TrainArguments& arguments);
/// Fills `options` from the words, but for the ratios, which may come from a checkpoint. Throws BadInput.
void completeTrainArguments(TrainArguments& arguments);

/// What was given and changes nothing in this run, a sentence each. After completeTrainArguments().
[[nodiscard]] std::vector<std::string> idleOptions(const CLI::App& command, const TrainArguments& arguments);

} // namespace tvlt
