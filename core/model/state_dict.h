#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tvlt {

/// Tensors by name, on the CPU, in the file's dtypes.
using StateDict = std::map<std::string, torch::Tensor>;

/// How the keys of a state dict and those of a module match.
struct KeyReport {
    struct WrongShape {
        std::string key;
        std::vector<std::int64_t> expected; ///< the module's
        std::vector<std::int64_t> found;    ///< the state dict's
    };
    std::vector<std::string> missing;    ///< of the module, not in the state dict: they keep their values
    std::vector<std::string> unexpected; ///< in the state dict only: ignored
    std::vector<WrongShape> wrongShape;  ///< in both, not copied

    [[nodiscard]] bool clean() const { return missing.empty() && unexpected.empty() && wrongShape.empty(); }
};

/// Copies the tensors into the module's parameters of the same name, converting dtype and device. Registered names
/// equal Hugging Face's keys, so this is all that loading takes.
KeyReport loadStateDict(torch::nn::Module& module, const StateDict& tensors);

/// The module's parameters by name, as contiguous copies on the CPU.
[[nodiscard]] StateDict stateDict(const torch::nn::Module& module);

/// The entries whose names start with `prefix`, without it.
[[nodiscard]] StateDict withoutPrefix(const StateDict& tensors, const std::string& prefix);
/// All entries with `prefix` put before their names.
[[nodiscard]] StateDict withPrefix(const StateDict& tensors, const std::string& prefix);

} // namespace tvlt
