#include "core/features/json_file.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tvlt {

nlohmann::json readJsonObject(const std::filesystem::path& path) {
    const std::string text = readTextFile(path);
    try {
        auto json = nlohmann::json::parse(text);
        if (!json.is_object())
            throwBadInput("should hold one JSON object", path.string());
        return json;
    } catch (const nlohmann::json::parse_error& error) {
        const std::string before = text.substr(0, error.byte > 0 ? error.byte - 1 : 0);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t lastBreak = before.rfind('\n');
        const std::size_t column = before.size() - (lastBreak == std::string::npos ? 0 : lastBreak + 1) + 1;
        throwBadInput("is not valid JSON", path.string() + ":" + std::to_string(line) + ":" + std::to_string(column),
                      "Look for a missing or superfluous comma or quote before this place.");
    }
}

} // namespace tvlt
