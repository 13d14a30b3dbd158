#include "core/training/run_folder.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_file.h"
#include "core/features/json_differences.h"
#include "core/model/safetensors.h"

#include <nlohmann/json.hpp>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr const char* kOptimizerFile = "optimizer.safetensors";
constexpr const char* kStateFile = "training_state.json";

nlohmann::json stateToJson(const TrainingState& state, const nlohmann::json& setup) {
    nlohmann::json json{{"format", 1},
                        {"step", state.step},
                        {"best_step", state.bestStep},
                        {"validations_since_best", state.validationsSinceBest},
                        {"setup", setup}};
    if (std::isfinite(state.bestLoss))
        json["best_loss"] = state.bestLoss;
    return json;
}

nlohmann::json readState(const fs::path& file) {
    auto json = readJsonObject(file);
    const auto has = [&](const char* key, bool (nlohmann::json::*isOfType)() const noexcept) {
        return json.contains(key) && (json[key].*isOfType)();
    };
    if (json.value("format", nlohmann::json(1)) != 1)
        throwUnsupported("was written by another version of this program", file.string(),
                         "Start a new run with --from and the checkpoint beside it.");
    constexpr auto kWhole = &nlohmann::json::is_number_integer;
    if (!has("step", kWhole) || !has("best_step", kWhole) || !has("validations_since_best", kWhole) ||
        !has("setup", &nlohmann::json::is_object) ||
        (json.contains("best_loss") && !has("best_loss", &nlohmann::json::is_number)) ||
        json["step"].get<std::int64_t>() < 0)
        throwBadInput("is not the state of a training run", file.string(),
                      "Start a new run with --from and the checkpoint beside it.");
    return json;
}

} // namespace

RunFolder::RunFolder(fs::path path, SaveOptions best) : path_(std::move(path)), bestAs_(best) {
    std::error_code ec;
    fs::create_directories(path_, ec);
    if (!fs::is_directory(path_))
        throwBadInput("cannot be created" + (ec ? ": " + ec.message() : std::string()), path_.string(),
                      "Choose another folder for the run.");
}

bool RunFolder::hasLast() const {
    return fs::exists(last() / kStateFile);
}

void RunFolder::clear() const {
    std::error_code ec;
    for (const fs::path& made : {last(), best(), log(), curves()}) {
        fs::remove_all(made, ec);
        if (ec)
            throwBadInput("cannot be removed: " + ec.message(), made.string(), "Choose another folder for the run.");
    }
}

void RunFolder::saveLast(const Checkpoint& checkpoint, const StateDict& optimizer, const TrainingState& state,
                         const nlohmann::json& setup) const {
    replaceFolder(last(), [&](const fs::path& folder) {
        saveCheckpoint(checkpoint, folder);
        writeSafetensors(folder / kOptimizerFile, optimizer);
        writeFileAtomically(folder / kStateFile, stateToJson(state, setup).dump(2) + "\n");
    });
}

void RunFolder::saveBest(const Checkpoint& checkpoint) const {
    replaceFolder(best(), [&](const fs::path& folder) { saveCheckpoint(checkpoint, folder, bestAs_); });
}

RunFolder::Resumed RunFolder::resume(const nlohmann::json& setup, const LoadOptions& options, const Job& job) const {
    if (!hasLast())
        throwNotFound("holds no run to resume", path_.string(), "Leave out --resume to start one.");
    const auto json = readState(last() / kStateFile);
    const auto changed = differences(json["setup"], setup);
    if (!changed.empty()) {
        std::string list;
        for (const std::string& difference : changed)
            list += (list.empty() ? "" : "; ") + difference;
        throwBadInput("the run was started with other options: " + list, path_.string(),
                      "Resume with the same ones, or start a new run with --from " + last().string() + ".");
    }
    Resumed resumed;
    resumed.checkpoint = loadCheckpoint(last().string(), options, job);
    resumed.optimizer = readSafetensors(last() / kOptimizerFile, job);
    resumed.state.step = json["step"].get<std::int64_t>();
    resumed.state.bestStep = json["best_step"].get<std::int64_t>();
    resumed.state.validationsSinceBest = json["validations_since_best"].get<std::int64_t>();
    if (json.contains("best_loss"))
        resumed.state.bestLoss = json["best_loss"].get<double>();
    return resumed;
}

} // namespace tvlt
