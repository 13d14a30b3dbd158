#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>

namespace tvlt {

/// Reads a file that has to hold one JSON object. Throws NotFound or BadInput, the latter with line and column.
[[nodiscard]] nlohmann::json readJsonObject(const std::filesystem::path& path);

} // namespace tvlt
