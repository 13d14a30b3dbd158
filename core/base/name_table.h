#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace tvlt {

/// The values of an enumeration with the names that files and command lines use: each value once.
template <class Value, std::size_t count> using NameTable = std::array<std::pair<Value, std::string_view>, count>;

/// `value` must be in the table.
template <class Value, std::size_t count>
[[nodiscard]] std::string_view nameIn(const NameTable<Value, count>& table, Value value) {
    return std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == value; })->second;
}

/// None: no value has this name.
template <class Value, std::size_t count>
[[nodiscard]] std::optional<Value> valueIn(const NameTable<Value, count>& table, std::string_view name) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.second == name; });
    return found == table.end() ? std::nullopt : std::optional(found->first);
}

} // namespace tvlt
