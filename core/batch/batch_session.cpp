// From a line of a batch back to what asked it.
#include "core/batch/batch_table.h"
#include "core/features/mask_file.h"

#include <nlohmann/json.hpp>

namespace tvlt {

namespace {

/// A text in a JSON object; empty where there is none.
std::string textIn(const std::string& json, const char* name) {
    const auto object = nlohmann::json::parse(json, nullptr, false);
    if (!object.is_object() || !object.contains(name) || !object[name].is_string())
        return {};
    return object[name].get<std::string>();
}

} // namespace

Session batchSession(const BatchTable& table, const BatchTable::Clip& clip) {
    Session session;
    session.clip = {clip.path};
    session.checkpoint = textIn(table.origin, "checkpoint");
    if (const std::string recipe = textIn(table.setup, "recipe"); !recipe.empty())
        session.recipe = recipeFromName(recipe);
    if (clip.segment.duration > 0.0)
        session.segment = clip.segment;
    const auto mask = nlohmann::json::parse(clip.mask, nullptr, false);
    if (mask.is_object())
        session.mask = maskFromJson(mask, clip.name);
    return session;
}

std::string originText(const std::string& origin, const char* name) {
    return textIn(origin, name);
}

std::string batchClassifier(const BatchTable& table) {
    return textIn(table.origin, "classifier");
}

} // namespace tvlt
