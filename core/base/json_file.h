#pragma once

#include "core/base/error.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace tvlt {

/// What a JSON text may ask for. nlohmann-json writes, copies and compares by recursion, so depth is stack; each value
/// costs some 100 bytes where the text may spend two.
struct JsonLimits {
    int depth = 64;
    std::size_t values = 1'000'000; ///< names counted too
    bool namesOnce = false;         ///< a name that stands twice in one object is an error
};

/// A text that is no JSON at all, in contrast to JSON that is too large or too deep.
class JsonSyntaxError : public Exception {
  public:
    using Exception::Exception;
};

/// Parses `text`. Throws JsonSyntaxError with line and column behind `where`, BadInput for what exceeds a limit.
[[nodiscard]] nlohmann::json parseJson(std::string_view text, const std::string& where, const JsonLimits& limits = {});

/// Reads a file that has to hold one JSON object. Throws as parseJson(), and NotFound.
[[nodiscard]] nlohmann::json readJsonObject(const std::filesystem::path& path);

} // namespace tvlt
