#include "core/features/json_differences.h"

#include <nlohmann/json.hpp>

namespace tvlt {

namespace {

/// Without the nameless entry that stands for an object that holds nothing.
nlohmann::json flat(const nlohmann::json& values) {
    auto flat = values.flatten();
    flat.erase("");
    return flat;
}

/// "/optimizer/warmup" -> "optimizer.warmup"
std::string spelled(const std::string& pointer) {
    std::string name = pointer.substr(1);
    for (char& c : name)
        if (c == '/')
            c = '.';
    return name;
}

} // namespace

std::vector<std::string> differences(const nlohmann::json& before, const nlohmann::json& now) {
    const auto was = flat(before);
    const auto is = flat(now);
    std::vector<std::string> found;
    for (const auto& [pointer, value] : is.items()) {
        const auto old = was.find(pointer);
        if (old == was.end() || *old != value)
            found.push_back(spelled(pointer) + " is " + value.dump() + ", was " +
                            (old == was.end() ? "not there" : old->dump()));
    }
    for (const auto& [pointer, value] : was.items())
        if (!is.contains(pointer))
            found.push_back(spelled(pointer) + " is not there, was " + value.dump());
    return found;
}

} // namespace tvlt
