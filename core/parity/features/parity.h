#pragma once

#include "core/base/job.h"
#include "core/model/device.h"
#include "core/parity/report.h"

#include <filesystem>
#include <functional>

namespace tvlt {

/// Where and in which arithmetic the models of a parity folder run.
struct ParityOptions {
    DeviceChoice device;
    Dtype dtype = Dtype::F32;
};

/// Runs every case and error row of a folder (docs/parity.md) through the processors, checkpoints and models that the
/// rest of the program uses. `listener` hears each result as it comes; job is looked at between cases. Throws as
/// readManifest; a case that fails is in the report.
[[nodiscard]] ParityReport runParityFolder(const std::filesystem::path& folder, const ParityOptions& options = {},
                                           const std::function<void(const ParityResult&)>& listener = {},
                                           const Job& job = {});

} // namespace tvlt
