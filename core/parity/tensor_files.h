#pragma once

#include "core/model/safetensors.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace tvlt {

/// A parity folder's safetensors files, each read once. One thread.
class TensorFiles {
  public:
    explicit TensorFiles(std::filesystem::path folder);

    /// All tensors of a file, given relative to the folder. Throws BadInput for a path that leads out of it.
    [[nodiscard]] const StateDict& file(const std::string& relativePath);
    /// The tensor of a reference "relative/path.safetensors#name". Throws NotFound naming it.
    [[nodiscard]] torch::Tensor at(const std::string& reference);
    /// An input as a case writes it: a reference, or {"ref": …} with leading slices take_batch (axis 0), take_frames
    /// (axis 1) and take_rows (axis 2).
    [[nodiscard]] torch::Tensor input(const nlohmann::json& spec);

  private:
    std::filesystem::path folder_;
    std::map<std::string, StateDict> files_;
};

/// The tensor called `name`; throws NotFound with `where`.
[[nodiscard]] torch::Tensor tensorNamed(const StateDict& tensors, const std::string& name, const std::string& where);

} // namespace tvlt
