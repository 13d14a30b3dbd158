#include "core/session/session.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_file.h"
#include "core/base/printable.h"
#include "core/features/json_fields.h"
#include "core/features/mask_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace tvlt {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kFormat = "tvlt-session";
constexpr int kVersion = 1;
constexpr std::size_t mostPathBytes = 4096;
constexpr std::size_t mostLayoutBytes = 1U << 20;

json pathToJson(const fs::path& path, const fs::path& folder) {
    std::error_code none;
    const fs::path whole = fs::absolute(path, none);
    const fs::path near = folder.empty() ? fs::path() : whole.lexically_relative(fs::absolute(folder, none));
    if (!isUtf8(whole.string()))
        throwUnsupported("its path is not UTF-8, so that no session can hold it", whole.string(), "Rename it.");
    return {{"path", whole.string()}, {"relative", near.string()}};
}

/// A text field; absent or null leaves `value`.
void readText(const JsonFields& fields, const char* name, std::string& value) {
    const json* found = fields.find({name});
    if (found == nullptr)
        return;
    if (!found->is_string())
        throwBadInput("should be a text", fields.path(name));
    value = found->get<std::string>();
}

void readOneOf(const JsonFields& fields, const char* name, std::string& value,
               std::initializer_list<std::string_view> allowed) {
    readText(fields, name, value);
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        throwBadInput("is \"" + printable(value, 40) + "\", which is not known", fields.path(name));
}

fs::path pathFromJson(const json& object, const fs::path& folder, const std::string& where) {
    const JsonFields fields(object, where);
    fields.require({"path"});
    std::string whole, near;
    readText(fields, "path", whole);
    readText(fields, "relative", near);
    for (const std::string& path : {whole, near})
        if (path.find('\0') != std::string::npos || path.size() > mostPathBytes)
            throwBadInput("is no path: " + printable(path, 60), where);
    std::error_code none;
    if (!near.empty() && !fs::exists(whole, none) && fs::exists(folder / near, none))
        return (folder / near).lexically_normal();
    return whole;
}

void readPath(const JsonFields& fields, const char* name, const fs::path& folder, fs::path& path) {
    if (const json* found = fields.find({name}))
        path = pathFromJson(*found, folder, fields.path(name));
}

json segmentToJson(const std::optional<Segment>& segment) {
    return segment ? json{{"start", segment->start}, {"duration", segment->duration}} : json();
}

std::optional<Segment> segmentFromJson(const JsonFields& fields, const char* name) {
    const json* found = fields.find({name});
    if (found == nullptr)
        return std::nullopt;
    const JsonFields ends(*found, fields.path(name));
    ends.require({"start"});
    ends.require({"duration"});
    Segment segment;
    ends.read({"start"}, segment.start);
    ends.read({"duration"}, segment.duration);
    if (!std::isfinite(segment.start) || segment.start < 0.0 || !std::isfinite(segment.duration) ||
        segment.duration < 0.0)
        throwBadInput("is no stretch of time", fields.path(name));
    return segment;
}

json columnsToJson(const SessionColumns& columns, const fs::path& folder) {
    return {{"by", columns.by},
            {"ratio_of", columns.ratioOf},
            {"ratios", columns.ratios},
            {"other_checkpoint", columns.otherCheckpoint},
            {"other_clip", columns.otherClip.empty() ? json() : pathToJson(columns.otherClip, folder)}};
}

SessionColumns columnsFromJson(const json& object, const fs::path& folder, const std::string& where) {
    const JsonFields fields(object, where);
    SessionColumns columns;
    readOneOf(fields, "by", columns.by, {"ratios", "checkpoints", "clips"});
    readOneOf(fields, "ratio_of", columns.ratioOf, {"both", "pixel", "audio"});
    if (const json* ratios = fields.find({"ratios"}); ratios != nullptr && !ratios->empty())
        fields.readNumbers({"ratios"}, columns.ratios);
    if (columns.ratios.size() > 64 ||
        std::any_of(columns.ratios.begin(), columns.ratios.end(), [](double r) { return !(r >= 0.0 && r <= 1.0); }))
        throwBadInput("should be up to 64 numbers from 0 to 1", fields.path("ratios"));
    readText(fields, "other_checkpoint", columns.otherCheckpoint);
    readPath(fields, "other_clip", folder, columns.otherClip);
    return columns;
}

} // namespace

json sessionToJson(const Session& session, const fs::path& folder) {
    json clip = json::array();
    for (const fs::path& path : session.clip)
        clip.push_back(pathToJson(path, folder));
    return {{"format", kFormat},
            {"version", kVersion},
            {"clip", clip},
            {"audio", session.audio.empty() ? json() : pathToJson(session.audio, folder)},
            {"checkpoint", session.checkpoint},
            {"segment", segmentToJson(session.segment)},
            {"recipe", recipeName(session.recipe)},
            {"mask", session.mask ? maskToJson(*session.mask) : json()},
            {"borrow_statistics", session.borrowStatistics},
            {"time", session.time},
            {"range", segmentToJson(session.range)},
            {"workspace", session.workspace},
            {"columns", columnsToJson(session.columns, folder)},
            {"layout", session.layout}};
}

Session sessionFromJson(const json& object, const fs::path& folder, const std::string& where) {
    const JsonFields fields(object, where);
    std::string format;
    readText(fields, "format", format);
    if (format != kFormat)
        throwBadInput("is no session", where, "Choose a file that the workbench saved with File ▸ Save session.");
    int version = 0;
    fields.read({"version"}, version, 0, 1'000'000);
    if (version > kVersion)
        throwUnsupported("is of a newer program (version " + std::to_string(version) + ")", where,
                         "Update TVLT Workbench.");
    Session session;
    if (const json* clip = fields.find({"clip"})) {
        if (!clip->is_array() || clip->size() > 1'000'000)
            throwBadInput("should be a list of files", fields.path("clip"));
        for (const json& path : *clip)
            session.clip.push_back(pathFromJson(path, folder, fields.path("clip")));
    }
    readPath(fields, "audio", folder, session.audio);
    readText(fields, "checkpoint", session.checkpoint);
    session.segment = segmentFromJson(fields, "segment");
    session.range = segmentFromJson(fields, "range");
    std::string recipe(recipeName(session.recipe));
    readText(fields, "recipe", recipe);
    try {
        session.recipe = recipeFromName(recipe);
    } catch (const Exception& e) {
        throwBadInput(e.error().what, fields.path("recipe"), e.error().remedy);
    }
    if (const json* mask = fields.find({"mask"}))
        session.mask = maskFromJson(*mask, fields.path("mask"));
    fields.read({"borrow_statistics"}, session.borrowStatistics);
    fields.read({"time"}, session.time);
    readText(fields, "workspace", session.workspace);
    if (const json* columns = fields.find({"columns"}))
        session.columns = columnsFromJson(*columns, folder, fields.path("columns"));
    readText(fields, "layout", session.layout);
    if (session.layout.size() > mostLayoutBytes)
        throwBadInput("is " + std::to_string(session.layout.size()) + " bytes long", fields.path("layout"));
    return session;
}

void saveSession(const fs::path& path, const Session& session) {
    std::error_code none;
    writeFileAtomically(path, sessionToJson(session, fs::absolute(path, none).parent_path()).dump(2) + '\n');
}

Session loadSession(const fs::path& path) {
    std::error_code none;
    return sessionFromJson(readJsonObject(path), fs::absolute(path, none).parent_path(), path.string());
}

std::vector<fs::path> missingFiles(const Session& session) {
    std::vector<fs::path> missing;
    std::set<fs::path> seen; // a clip may be a million images, and be named twice
    std::error_code none;
    const auto look = [&](const fs::path& path) {
        if (!path.empty() && seen.insert(path).second && !fs::exists(path, none))
            missing.push_back(path);
    };
    std::for_each(session.clip.begin(), session.clip.end(), look);
    look(session.audio);
    look(session.columns.otherClip);
    return missing;
}

} // namespace tvlt
