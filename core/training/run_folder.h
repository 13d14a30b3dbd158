#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/state_dict.h"
#include "core/training/training_state.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>

namespace tvlt {

/// Where a run keeps what it makes:
///   last/   the newest checkpoint, with optimizer.safetensors and training_state.json beside the weights
///   best/   the checkpoint with the lowest validation loss, where there was validation
///   log.csv, curves.png
/// Checkpoints are Hugging Face folders. A folder is written whole under another name and then exchanged: a program
/// that dies leaves the old one or the new one.
class RunFolder {
  public:
    /// Creates the folder. `best`: how the best checkpoint is written; the last one keeps every bit, to go on from.
    /// Throws BadInput when it cannot.
    explicit RunFolder(std::filesystem::path path, SaveOptions best = {});

    [[nodiscard]] std::filesystem::path last() const { return path_ / "last"; }
    [[nodiscard]] std::filesystem::path best() const { return path_ / "best"; }
    [[nodiscard]] std::filesystem::path log() const { return path_ / "log.csv"; }
    [[nodiscard]] std::filesystem::path curves() const { return path_ / "curves.png"; }
    [[nodiscard]] bool hasLast() const;
    /// Removes what an earlier run made here.
    void clear() const;

    /// Weights in f32. `setup`: the options and data of the run, to be compared when it is resumed.
    void saveLast(const Checkpoint& checkpoint, const StateDict& optimizer, const TrainingState& state,
                  const nlohmann::json& setup) const;
    void saveBest(const Checkpoint& checkpoint) const;

    struct Resumed {
        std::shared_ptr<const Checkpoint> checkpoint; ///< f32
        StateDict optimizer;
        TrainingState state;
    };
    /// What saveLast() wrote. Throws BadInput when `setup` is another one, naming each option that differs.
    [[nodiscard]] Resumed resume(const nlohmann::json& setup, const LoadOptions& options, const Job& job) const;

  private:
    std::filesystem::path path_;
    SaveOptions bestAs_;
};

} // namespace tvlt
