#include "core/export/prediction_export.h"

#include "core/analysis/analysis.h"
#include "core/base/version.h"
#include "core/export/analysis_export.h"
#include "core/export/csv_text.h"
#include "core/prediction/folder_states.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <sstream>

namespace tvlt {

using nlohmann::json;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::ostringstream csvStream() {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10);
    return text;
}

json pairJson(double logit) {
    return {{"logit", logit}, {"probability", logistic(logit)}};
}

json pairJson(const std::optional<double>& logit) {
    return logit ? pairJson(*logit) : json();
}

json checkpointJson(const std::string& name, const std::string& label) {
    return {{"name", name}, {"label", label}};
}

json pointJson(const SyncPoint& point) {
    json entry = pairJson(point.logit);
    entry["shift"] = point.shift;
    entry["heard"] = point.heard;
    return entry;
}

/// Rank of every clip, from 1; none: it has no answer.
std::vector<std::optional<std::size_t>> ranksOf(const Folder& folder, RankBy by) {
    std::vector<std::optional<std::size_t>> ranks(folder.clips.size());
    const auto order = ranking(folder.clips, by);
    for (std::size_t rank = 0; rank < order.size(); ++rank)
        ranks[order[rank]] = rank + 1;
    return ranks;
}

/// Where every clip lies in the plane of cls states.
std::vector<std::optional<std::array<double, 2>>> placesOf(const Folder& folder, const FolderPlane& plane) {
    std::vector<std::optional<std::array<double, 2>>> places(folder.clips.size());
    for (std::size_t i = 0; i < plane.clips.size(); ++i)
        places[plane.clips[i]] = plane.projection.points[i];
    return places;
}

json rankJson(const std::optional<std::size_t>& rank) {
    return rank ? json(*rank) : json();
}

json classesJson(const FolderClip& clip) {
    json classes = json::array();
    for (const ClassScore& score : clip.classes)
        classes.push_back({{"label", score.label}, {"logit", score.logit}, {"probability", score.probability}});
    return classes;
}

} // namespace

std::string classesCsv(const Analysis& analysis) {
    auto text = csvStream();
    if (!analysis.regression.empty()) {
        text << "label,value\n";
        for (const NamedValue& value : analysis.regression)
            text << csvCell(value.name) << ',' << value.value << '\n';
        return text.str();
    }
    text << "label,logit,probability\n";
    for (const ClassScore& score : analysis.classes)
        text << csvCell(score.label) << ',' << score.logit << ',' << score.probability << '\n';
    return text.str();
}

json matchingJson(const SyncCurve& sync, const std::optional<SwapMatch>& swapped) {
    json points = json::array();
    for (const SyncPoint& point : sync.points)
        points.push_back(pointJson(point));
    const auto best = bestSync(sync.points);
    json all = {{"version", version()},
                {"clip", sync.clip},
                {"segment", {{"start", sync.segment.start}, {"duration", sync.segment.duration}}},
                {"checkpoint", checkpointJson(sync.checkpoint, sync.label)},
                {"shifts_planned", sync.planned},
                {"sync", points},
                {"best", best ? pointJson(*best) : json()},
                {"swapped", nullptr}};
    if (swapped)
        all["swapped"] = {{"clip", swapped->name},
                          {"own", pairJson(swapped->own)},
                          {"other_sound", pairJson(swapped->otherSound)},
                          {"other_picture", pairJson(swapped->otherPicture)},
                          {"other", pairJson(swapped->other)}};
    return all;
}

std::string syncCsv(const SyncCurve& sync) {
    auto text = csvStream();
    text << "shift,matching_logit,probability,heard\n";
    for (const SyncPoint& point : sync.points)
        text << point.shift << ',' << point.logit << ',' << logistic(point.logit) << ',' << point.heard << '\n';
    return text.str();
}

std::vector<NpzArray> scoresArrays(const Analysis* analysis, const SyncCurve* sync) {
    std::vector<NpzArray> arrays;
    if (analysis)
        for (NpzArray& array : analysisArrays(*analysis))
            if (array.name.starts_with("class") || array.name.starts_with("regression"))
                arrays.push_back(std::move(array));
    if (analysis && !sync)
        addCheckpoint(arrays, "checkpoint", analysis->checkpointName, analysis->report.label);
    if (!sync)
        return arrays;
    const auto count = static_cast<std::int64_t>(sync->points.size());
    std::vector<double> shifts, logits, heard;
    for (const SyncPoint& point : sync->points) {
        shifts.push_back(point.shift);
        logits.push_back(point.logit);
        heard.push_back(point.heard);
    }
    for (const NpzArray& array :
         std::array{NpzArray::doubles("shift", {count}, shifts), NpzArray::doubles("matching_logit", {count}, logits),
                    NpzArray::doubles("heard", {count}, heard), NpzArray::strings("clip", {sync->clip})})
        arrays.push_back(array);
    addCheckpoint(arrays, "checkpoint", sync->checkpoint, sync->label);
    return arrays;
}

json folderJson(const Folder& folder) {
    const auto bySound = ranksOf(folder, RankBy::Sound);
    const auto byPicture = ranksOf(folder, RankBy::Picture);
    const FolderPlane plane = folderPlane(folder.clips);
    const auto places = placesOf(folder, plane);
    json clips = json::array();
    for (std::size_t i = 0; i < folder.clips.size(); ++i) {
        const FolderClip& clip = folder.clips[i];
        clips.push_back({{"file", clip.path.filename().string()},
                         {"duration", clip.duration},
                         {"is_query", clip.isQuery},
                         {"sound", pairJson(clip.soundLogit)},
                         {"sound_rank", rankJson(bySound[i])},
                         {"picture", pairJson(clip.pictureLogit)},
                         {"picture_rank", rankJson(byPicture[i])},
                         {"own", pairJson(clip.ownLogit)},
                         {"classes", classesJson(clip)},
                         {"plane", places[i] ? json(*places[i]) : json()},
                         {"error", clip.error.empty() ? json() : json(clip.error)}});
    }
    return {{"version", version()},
            {"query", folder.query.empty() ? json() : json(folder.query)},
            {"checkpoint", checkpointJson(folder.checkpoint, folder.label)},
            {"classifier", folder.classifier.empty() ? json() : json(folder.classifier)},
            {"clips_planned", folder.planned},
            {"explained_variance", plane.clips.empty() ? json() : json(plane.projection.explained)},
            {"clips", clips}};
}

std::string folderCsv(const Folder& folder) {
    const auto bySound = ranksOf(folder, RankBy::Sound);
    const auto byPicture = ranksOf(folder, RankBy::Picture);
    const auto places = placesOf(folder, folderPlane(folder.clips));
    auto text = csvStream();
    text << "file,is_query,sound_logit,sound_rank,picture_logit,picture_rank,own_logit,class,class_probability,"
            "component_1,component_2,error\n";
    const auto cell = [&](const auto& value) {
        text << ',';
        if (value)
            text << *value;
    };
    for (std::size_t i = 0; i < folder.clips.size(); ++i) {
        const FolderClip& clip = folder.clips[i];
        text << csvCell(clip.path.filename().string()) << ',' << (clip.isQuery ? 1 : 0);
        cell(clip.soundLogit);
        cell(bySound[i]);
        cell(clip.pictureLogit);
        cell(byPicture[i]);
        cell(clip.ownLogit);
        const ClassScore* best = likeliestClass(clip.classes);
        text << ',' << (best ? csvCell(best->label) : "");
        cell(best ? std::optional(best->probability) : std::nullopt);
        cell(places[i] ? std::optional((*places[i])[0]) : std::nullopt);
        cell(places[i] ? std::optional((*places[i])[1]) : std::nullopt);
        text << ',' << csvCell(clip.error) << '\n';
    }
    return text.str();
}

std::vector<NpzArray> folderArrays(const Folder& folder) {
    const auto count = static_cast<std::int64_t>(folder.clips.size());
    const FolderPlane plane = folderPlane(folder.clips);
    const auto places = placesOf(folder, plane);
    std::vector<std::string> files;
    std::vector<double> sound, picture, own, points;
    std::size_t width = 0;
    for (const FolderClip& clip : folder.clips)
        width = std::max(width, clip.state.size());
    std::vector<float> states;
    for (std::size_t i = 0; i < folder.clips.size(); ++i) {
        const FolderClip& clip = folder.clips[i];
        files.push_back(clip.path.filename().string());
        sound.push_back(clip.soundLogit.value_or(kNone));
        picture.push_back(clip.pictureLogit.value_or(kNone));
        own.push_back(clip.ownLogit.value_or(kNone));
        const auto place = places[i].value_or(std::array{kNone, kNone});
        points.insert(points.end(), place.begin(), place.end());
        states.insert(states.end(), clip.state.begin(), clip.state.end());
        states.resize((i + 1) * width, std::numeric_limits<float>::quiet_NaN());
    }
    std::vector<NpzArray> arrays{NpzArray::strings("file", files), NpzArray::doubles("sound_logit", {count}, sound),
                                 NpzArray::doubles("picture_logit", {count}, picture)};
    if (width > 0) {
        arrays.push_back(NpzArray::doubles("own_logit", {count}, own));
        arrays.push_back(NpzArray::floats("cls_state", {count, static_cast<std::int64_t>(width)}, states));
        arrays.push_back(NpzArray::doubles("plane", {count, 2}, points));
        arrays.push_back(NpzArray::doubles("explained_variance", {2}, plane.projection.explained));
    }
    addCheckpoint(arrays, "checkpoint", folder.checkpoint, folder.label);
    return arrays;
}

} // namespace tvlt
