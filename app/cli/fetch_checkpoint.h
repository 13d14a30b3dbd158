#pragma once

#include "core/base/job.h"
#include "core/checkpoint/checkpoint.h"

#include <memory>
#include <string>

namespace tvlt {

/// Downloads the checkpoint that `name` means where that is a hub id which is not in the local cache: says so on
/// standard error, with a line of progress. Stopped, it keeps what came and says that too. Throws Exception.
void fetchCheckpoint(const std::string& name, const LoadOptions& options, const Job& job);

/// fetchCheckpoint(), then loadCheckpoint(): how a command opens what a person named.
[[nodiscard]] std::shared_ptr<const Checkpoint> fetchAndLoad(const std::string& name, const LoadOptions& options,
                                                             const Job& job);

} // namespace tvlt
