#include "app/cli/open_checkpoint.h"

#include "app/cli/fetch_checkpoint.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tvlt {

namespace {

std::string checkDeviceName(const std::string& name) {
    const bool plain = name == "auto" || name == "cpu" || name == "cuda";
    const bool numbered = name.size() > 5 && name.size() < 9 && name.compare(0, 5, "cuda:") == 0 &&
                          name.find_first_not_of("0123456789", 5) == std::string::npos;
    return plain || numbered ? std::string() : "'" + name + "' is none of auto, cpu, cuda, cuda:N";
}

} // namespace

void addDeviceOptions(CLI::App& command, DeviceArguments& arguments) {
    command.add_option("--device", arguments.device, "auto, cpu, cuda or cuda:N")
        ->check(CLI::Validator(checkDeviceName, "DEVICE"))
        ->capture_default_str();
    command.add_option("--dtype", arguments.dtype, "Numbers the model computes in")
        ->check(CLI::IsMember({"f32", "bf16"}))
        ->capture_default_str();
}

LoadOptions loadOptions(const DeviceArguments& arguments) {
    LoadOptions options;
    options.device = chooseDevice(arguments.device);
    options.dtype = dtypeFromName(arguments.dtype);
    return options;
}

std::shared_ptr<const Checkpoint> openCheckpoint(const std::string& name, const LoadOptions& options, const Job& job) {
    if (!name.empty())
        return fetchAndLoad(name, options, job);
    auto checkpoint = openDefaultCheckpoint(options, job);
    if (checkpoint->report.label == "untrained")
        std::fputs("tvlt: no --checkpoint was given and no demo model is installed: an UNTRAINED model with random "
                   "weights is used, and what it paints means nothing.\n",
                   stderr);
    return checkpoint;
}

} // namespace tvlt
