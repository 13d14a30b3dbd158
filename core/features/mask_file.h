#pragma once

#include "core/features/mask.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace tvlt {

// Masks as files: JSON, "format": "tvlt-mask", "version": 1 (docs/file-formats.md). Pins are kept with the layout that
// their tokens are of, so that a mask made on one clip or checkpoint can be used on another.

/// `settings` must have a pinLayout where it has pins.
[[nodiscard]] nlohmann::json maskToJson(const MaskSettings& settings);
/// Checks every field. Throws BadInput, naming `where` and the field. Fields that are absent keep their defaults;
/// unknown ones are ignored.
[[nodiscard]] MaskSettings maskFromJson(const nlohmann::json& json, const std::string& where);

/// Atomically. Throws Exception.
void saveMask(const std::filesystem::path& path, const MaskSettings& settings);
/// Throws NotFound or BadInput.
[[nodiscard]] MaskSettings loadMask(const std::filesystem::path& path);

} // namespace tvlt
