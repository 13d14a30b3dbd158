#include "core/checkpoint/shard_index.h"

#include "core/base/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tvlt {

bool hasWeightsEnding(std::string_view name) {
    constexpr std::array<std::string_view, 5> endings{".safetensors", ".bin", ".ckpt", ".pt", ".pth"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

std::set<std::string> shardNames(const std::filesystem::path& index) {
    constexpr std::size_t most = 1000;
    const auto json = readJsonObject(index);
    const auto map = json.find("weight_map");
    if (map == json.end() || !map->is_object() || map->empty())
        throwBadInput("has no map of weights to files", index.string() + ", field weight_map");
    std::set<std::string> names;
    for (const auto& item : map->items()) {
        const std::string name = item.value().is_string() ? item.value().get<std::string>() : std::string();
        if (name.empty() || name == ".." || name == "." || name.find('/') != std::string::npos ||
            name.find('\\') != std::string::npos || name.find('\0') != std::string::npos)
            throwBadInput("names " + item.value().dump() + ", which is not a file in this folder",
                          index.string() + ", field weight_map." + item.key());
        names.insert(name);
    }
    if (names.size() > most)
        throwBadInput("divides the weights among " + std::to_string(names.size()) + " files, more than " +
                          std::to_string(most),
                      index.string() + ", field weight_map");
    return names;
}

} // namespace tvlt
