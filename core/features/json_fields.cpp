#include "core/features/json_fields.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <utility>

namespace tvlt {

using nlohmann::json;

namespace {

int checkedInt(const json& value, int lowest, int highest, const std::string& where) {
    const std::string range = "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
    // Some writers store 224 as 224.0.
    const bool whole = value.is_number() && std::isfinite(value.get<double>()) &&
                       value.get<double>() == std::trunc(value.get<double>());
    if (!whole)
        throwBadInput("is " + value.dump() + ", but should be " + range, where);
    const double number = value.get<double>();
    if (number < lowest || number > highest)
        throwBadInput("is " + value.dump() + ", but should be " + range, where);
    return static_cast<int>(number);
}

double checkedNumber(const json& value, const std::string& where) {
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        throwBadInput("is " + value.dump() + ", but should be a number", where);
    return value.get<double>();
}

} // namespace

JsonFields::JsonFields(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object_.is_object())
        throwBadInput("should be a JSON object", where_);
}

const json* JsonFields::find(Names names) const {
    for (const char* name : names) {
        const auto it = object_.find(name);
        if (it != object_.end() && !it->is_null())
            return &*it;
    }
    return nullptr;
}

std::string JsonFields::path(const char* name) const {
    return where_ + ": " + name;
}

std::string JsonFields::pathOf(Names names) const {
    for (const char* name : names)
        if (object_.contains(name))
            return path(name);
    return path(*names.begin());
}

void JsonFields::require(Names names) const {
    for (const char* name : names)
        if (!object_.contains(name))
            throwBadInput(std::string("lacks \"") + name + "\"", where_);
}

void JsonFields::read(Names names, bool& value) const {
    if (const json* found = find(names)) {
        if (!found->is_boolean())
            throwBadInput("is " + found->dump() + ", but should be true or false", pathOf(names));
        value = found->get<bool>();
    }
}

void JsonFields::read(Names names, double& value) const {
    if (const json* found = find(names))
        value = checkedNumber(*found, pathOf(names));
}

void JsonFields::read(Names names, int& value, int lowest, int highest) const {
    if (const json* found = find(names))
        value = checkedInt(*found, lowest, highest, pathOf(names));
}

void JsonFields::readNumbers(Names names, std::vector<double>& values) const {
    const json* found = find(names);
    if (found == nullptr)
        return;
    const std::string where = pathOf(names);
    if (found->is_array() && (found->empty() || found->size() > 64))
        throwBadInput("should hold one number per channel", where);
    std::vector<double> numbers;
    if (found->is_array())
        for (const json& item : *found)
            numbers.push_back(checkedNumber(item, where));
    else
        numbers.push_back(checkedNumber(*found, where));
    values = std::move(numbers);
}

std::vector<int> JsonFields::intPair(Names names, int highest) const {
    const json* found = find(names);
    const std::string where = pathOf(names);
    if (found == nullptr)
        throwBadInput("is missing", where);
    if (!found->is_array())
        return std::vector<int>(2, checkedInt(*found, 1, highest, where));
    if (found->size() != 2)
        throwBadInput("is " + found->dump() + ", but should be a pair", where);
    return {checkedInt((*found)[0], 1, highest, where), checkedInt((*found)[1], 1, highest, where)};
}

} // namespace tvlt
