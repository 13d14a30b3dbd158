#include "core/base/json_file.h"

#include "core/base/file.h"
#include "core/base/printable.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace tvlt {

using nlohmann::json;

namespace {

/// ":LINE:COLUMN" of the byte that a parser counts from 1.
std::string lineAndColumn(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lastBreak = before.rfind('\n');
    const std::size_t column = before.size() - (lastBreak == std::string_view::npos ? 0 : lastBreak + 1) + 1;
    return ":" + std::to_string(line) + ":" + std::to_string(column);
}

/// Looks at each value when it is parsed, before more is.
class Watch {
  public:
    Watch(const std::string& where, const JsonLimits& limits) : where_(where), limits_(limits) {}

    void see(int depth, json::parse_event_t event, const json& value) {
        const bool opens = event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
        if (depth > limits_.depth)
            throwBadInput("is nested more than " + std::to_string(limits_.depth) + " levels deep", where_);
        if ((opens || event == json::parse_event_t::value || event == json::parse_event_t::key) &&
            ++values_ > limits_.values)
            throwBadInput("holds more than " + std::to_string(limits_.values) + " values", where_);
        if (!limits_.namesOnce)
            return;
        const auto level = static_cast<std::size_t>(depth);
        if (event == json::parse_event_t::object_start) {
            names_.resize(std::max(names_.size(), level + 2));
            names_[level + 1].clear();
        } else if (event == json::parse_event_t::key && !names_.at(level).insert(value.get<std::string>()).second) {
            throwBadInput("names '" + printable(value.get_ref<const std::string&>()) + "' twice", where_);
        }
    }

  private:
    const std::string& where_;
    const JsonLimits& limits_;
    std::size_t values_ = 0;
    std::vector<std::set<std::string>> names_; ///< of the objects that are open, by depth
};

} // namespace

json parseJson(std::string_view text, const std::string& where, const JsonLimits& limits) {
    Watch watch(where, limits);
    try {
        return json::parse(text, [&](int depth, json::parse_event_t event, json& value) {
            watch.see(depth, event, value);
            return true;
        });
    } catch (const json::parse_error& error) {
        throw JsonSyntaxError({Error::Kind::BadInput, "is not valid JSON", where + lineAndColumn(text, error.byte),
                               "Look for a missing or superfluous comma or quote before this place."});
    } catch (const json::exception&) { // a number that no double holds
        throw JsonSyntaxError({Error::Kind::BadInput, "holds a number that is out of range", where, {}});
    }
}

json readJsonObject(const std::filesystem::path& path) {
    auto object = parseJson(readTextFile(path), path.string());
    if (!object.is_object())
        throwBadInput("should hold one JSON object", path.string());
    return object;
}

} // namespace tvlt
