#pragma once

#include "core/base/job.h"
#include "core/checkpoint/checkpoint.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace tvlt {

/// Where the model runs, as given on the command line.
struct DeviceArguments {
    std::string device = "auto";
    std::string dtype = "f32";
};

/// Registers --device and --dtype; other words than those they take are usage errors.
void addDeviceOptions(CLI::App& command, DeviceArguments& arguments);
/// Throws Exception for a GPU that is not there.
[[nodiscard]] LoadOptions loadOptions(const DeviceArguments& arguments);

/// Opens `name`, see fetchAndLoad(), or where it is empty the demo checkpoint when it is installed, else the untrained
/// one, which is said on standard error. Throws Exception.
[[nodiscard]] std::shared_ptr<const Checkpoint> openCheckpoint(const std::string& name, const LoadOptions& options,
                                                               const Job& job);

} // namespace tvlt
