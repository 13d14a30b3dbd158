#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/media/clip_info.h"
#include "core/model/device.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace tvlt {

// What `tvlt info --json` prints and what an analysis says of its clip and checkpoint. The keys are listed in
// docs/file-formats.md.
[[nodiscard]] nlohmann::json clipJson(const ClipInfo& clip);
[[nodiscard]] nlohmann::json reportJson(const std::string& name, const LoadReport& report);
[[nodiscard]] nlohmann::json runtimeJson(const RuntimeInfo& runtime);

/// Indented text with a line break at the end. A file name that is not UTF-8 keeps what can be read of it.
[[nodiscard]] std::string jsonText(const nlohmann::json& json);

} // namespace tvlt
