#include "core/features/batch_feature.h"

#include "core/base/error.h"

namespace tvlt {

const FeatureValue* BatchFeature::find(std::string_view name) const {
    for (const auto& [key, value] : items)
        if (key == name)
            return &value;
    return nullptr;
}

const NdArray& BatchFeature::array(std::string_view name) const {
    const FeatureValue* value = find(name);
    if (value == nullptr)
        throwNotFound("there is no such output", std::string(name));
    if (!std::holds_alternative<NdArray>(*value))
        throwBadInput("is a list of videos, not one array", std::string(name), "Ask for tensors.");
    return std::get<NdArray>(*value);
}

} // namespace tvlt
