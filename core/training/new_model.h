#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/dataset/label_scale.h"
#include "core/dataset/model_input.h"
#include "core/training/train_options.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tvlt {

/// How the weights of a new model begin.
enum class InitialWeights {
    Reference, ///< N(0, initializer_range), positions 0: as transformers 4.40.2 begins
    Sinusoidal ///< Xavier, with sinusoids for the positions; see core/model/initialise.h
};

/// What the model of a run is made from.
struct NewModel {
    TrainTask task = TrainTask::PreTraining;
    std::vector<std::string> labels; ///< of a classification; regression: one name per value
    LabelScale scale;                ///< of a regression's values: a new head begins at their mean
    InitialWeights weights = InitialWeights::Sinusoidal;
    std::uint64_t seed = 1;
    std::string label; ///< report.label of the checkpoint: shown wherever its output is
};

/// The size that a run begins with when nothing else is said: 4 frames of 64 × 64 in patches of 8 and 2 s of sound.
[[nodiscard]] TvltConfig smallTrainingConfig();

/// A model of the config's size with initial weights. What the preprocessor gives is fitted to it.
[[nodiscard]] std::shared_ptr<const Checkpoint> newModel(const TvltConfig& config,
                                                         const PreprocessorConfig& preprocessor, const NewModel& made,
                                                         const LoadOptions& options);
/// A model for the task that begins with the weights of `from`: with all of them where the task is the one it was
/// trained for, else with its encoder and new heads. The authors' weights are gone on with as Hugging Face runs them.
[[nodiscard]] std::shared_ptr<const Checkpoint> newModelFrom(const Checkpoint& from, const NewModel& made,
                                                             const LoadOptions& options);

/// The last layer of a classification's or a regression's head: a row a class or value.
inline constexpr const char* kScoreWeight = "classifier.3.weight";
inline constexpr const char* kScoreBias = "classifier.3.bias";

/// What its clips must give.
[[nodiscard]] ModelInput modelInputOf(const Checkpoint& checkpoint);
/// The same of a model that is not made yet.
[[nodiscard]] ModelInput modelInputFor(const TvltConfig& config, PreprocessorConfig preprocessor);

} // namespace tvlt
