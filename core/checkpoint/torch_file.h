#pragma once

#include "core/base/job.h"
#include "core/model/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tvlt {

/// The weights in a file that torch.save wrote.
struct TorchFile {
    StateDict tensors;     ///< without wrapper (`model`, `state_dict`) and without prefix (`transformer.`, `module.`)
    std::string container; ///< "zip", "legacy"; with ", state_dict of Lightning" or ", model" when it was wrapped
    std::map<std::string, std::int64_t> hints; ///< whole numbers in Lightning's hyper_parameters.config; may be wrong
    std::vector<std::string> notes;
};

/// Reads a zip (PyTorch 1.6 and newer) or legacy (older) file; nothing in it is run, see pickle.h. Only the weights'
/// storages are read, not an optimizer's. Throws Exception with the byte, entry or name that is wrong.
[[nodiscard]] TorchFile readTorchFile(const std::filesystem::path& path, const Job& job = {});

/// Writes tensors as torch.save writes a model's state dict (zip, PyTorch 1.6 and newer), atomically. Throws BadInput
/// when it cannot be written.
void writeTorchFile(const std::filesystem::path& path, const StateDict& tensors);

} // namespace tvlt
