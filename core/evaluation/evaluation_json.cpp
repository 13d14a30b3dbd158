#include "core/evaluation/evaluation_json.h"

#include "core/evaluation/evaluation_table.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace tvlt {

namespace {

using nlohmann::json;

json mse(const ErrorSum& error) {
    return error.patches > 0 ? json(error.mse()) : json();
}

json paintJson(const std::optional<PaintScore>& score) {
    if (!score)
        return {};
    json fills;
    for (const auto& fill : score->fills)
        fills[fill.name] = mse(fill.error);
    return {{"mse", mse(score->model)},
            {"fill_mse", fills},
            {"best_fill", score->best().name},
            {"patches", score->model.patches}};
}

json accuracyJson(const std::optional<Accuracy>& accuracy) {
    return accuracy ? json{{"right", accuracy->right}, {"of", accuracy->of}} : json();
}

json hearingJson(const std::optional<HearingScore>& score) {
    if (!score)
        return {};
    return {{"own_sound_mse", mse(score->ownSound)},
            {"other_sound_mse", mse(score->otherSound)},
            {"scored", score->onShapes ? "hidden patches that hold a shape" : "all hidden patches"},
            {"patches", score->ownSound.patches},
            {"clips_better", score->test.wins},
            {"clips_worse", score->test.losses}};
}

json textOrNull(const std::string& text) {
    return text.empty() ? json() : json(text);
}

} // namespace

json evaluationJson(const EvaluationTable& table) {
    json unused = json::array();
    for (const auto& clip : table.unused)
        unused.push_back({{"name", clip.name}, {"reason", clip.reason}});
    json result = {
        {"checkpoint", table.checkpoint},
        {"label", textOrNull(table.label)},
        {"classifier", textOrNull(table.classifier)},
        {"device", table.device},
        {"dtype", table.dtype},
        {"data", table.data},
        {"clips", table.clips},
        {"unused_clips", unused},
        {"pixel_mask_ratio", table.mask.pixelRatio},
        {"audio_mask_ratio", table.mask.audioRatio},
        {"audio_mask_type", audioMaskTypeName(table.mask.audioType)},
        {"seed", table.mask.seed},
        {"pixel", paintJson(table.pixel)},
        {"audio", paintJson(table.audio)},
        {"matching_swapped", accuracyJson(table.matchingSwapped)},
        {"matching_shifted", accuracyJson(table.matchingShifted)},
        {"classification", accuracyJson(table.classification)},
        {"cross_modal", hearingJson(table.hearing)},
    };
    json remarks = json::object();
    for (const Measure& measure : measures(table)) {
        result[measure.key] = measure.value ? json(*measure.value) : json();
        if (!measure.remark.empty())
            remarks[measure.key] = measure.remark;
    }
    result["remarks"] = remarks;
    return result;
}

} // namespace tvlt
