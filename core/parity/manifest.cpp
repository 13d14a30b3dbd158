#include "core/parity/manifest.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_file.h"

#include <utility>

namespace tvlt {
namespace {

constexpr std::uintmax_t kLargestManifest = 256U << 20;
constexpr const char* kOriginalFormat = "TVLT original-code goldens 1";

nlohmann::json parseFile(const std::filesystem::path& path) {
    return parseJson(readTextFile(path, kLargestManifest), path.string(), {.values = 20'000'000});
}

const nlohmann::json& list(const nlohmann::json& json, const std::string& key, const std::string& where) {
    if (!json.contains(key) || !json.at(key).is_array())
        throwBadInput("\"" + key + "\" is missing or no list", where, "docs/parity.md describes the format.");
    return json.at(key);
}

std::string text(const nlohmann::json& json, const std::string& key, const std::string& where) {
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_string())
        throwBadInput("\"" + key + "\" is missing or no text", where, "docs/parity.md describes the format.");
    return json.at(key).get<std::string>();
}

std::string entryPlace(const std::string& file, const std::string& key, std::size_t index) {
    return file + ", " + key + "[" + std::to_string(index) + "]";
}

void addHuggingFaceCases(Manifest& manifest, const std::string& file) {
    std::size_t index = 0;
    for (const auto& entry : list(manifest.json, "cases", file)) {
        const std::string where = entryPlace(file, "cases", index++);
        manifest.cases.push_back({text(entry, "name", where), text(entry, "kind", where), entry});
    }
    const auto errors = manifest.folder / "errors.json";
    if (!std::filesystem::exists(errors))
        return;
    const auto rows = parseFile(errors);
    if (!rows.is_array())
        throwBadInput("not a list of rows", errors.string());
    index = 0;
    for (const auto& row : rows) {
        const std::string where = entryPlace(errors.string(), "row", index++);
        manifest.cases.push_back({text(row, "component", where) + ": " + text(row, "case", where), "error", row});
    }
}

/// The authors' format keeps each kind in a list of its own; only its "cases" say their kind.
void addOriginalCases(Manifest& manifest, const std::string& file) {
    std::size_t index = 0;
    for (const auto& entry : list(manifest.json, "cases", file)) {
        const std::string where = entryPlace(file, "cases", index++);
        manifest.cases.push_back({text(entry, "id", where), "original " + text(entry, "kind", where), entry});
    }
    const std::pair<const char*, const char*> named[] = {
        {"video", "original video"}, {"audio", "original audio"}, {"errors", "original error"}};
    for (const auto& [key, kind] : named) {
        if (!manifest.json.contains(key))
            continue;
        index = 0;
        for (const auto& entry : list(manifest.json, key, file))
            manifest.cases.push_back({text(entry, "id", entryPlace(file, key, index++)), kind, entry});
    }
    const std::pair<const char*, const char*> numbered[] = {
        {"frame_indices", "original frame indices"}, {"frame_indices_timestamp", "original frame indices in a span"}};
    for (const auto& [key, kind] : numbered) {
        if (!manifest.json.contains(key))
            continue;
        index = 0;
        for (const auto& entry : list(manifest.json, key, file))
            manifest.cases.push_back({std::string(key) + "[" + std::to_string(index++) + "]", kind, entry});
    }
}

} // namespace

Manifest readManifest(const std::filesystem::path& folder) {
    const auto file = folder / "manifest.json";
    if (!std::filesystem::exists(file))
        throwNotFound("no manifest.json here", folder.string(),
                      "Give a folder written by packaging/make_parity_folder.py or one of the same format.");
    Manifest manifest{folder, parseFile(file), {}};
    if (!manifest.json.is_object() || !manifest.json.contains("format"))
        throwBadInput("\"format\" is missing", file.string(), "docs/parity.md describes the formats.");
    const auto& format = manifest.json.at("format");
    if (format == 1)
        addHuggingFaceCases(manifest, file.string());
    else if (format == kOriginalFormat)
        addOriginalCases(manifest, file.string());
    else
        throwBadInput("format " + format.dump() + " is unknown", file.string(),
                      std::string("Known are 1 and \"") + kOriginalFormat + "\".");
    return manifest;
}

} // namespace tvlt
