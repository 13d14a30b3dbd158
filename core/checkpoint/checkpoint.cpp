#include "core/checkpoint/checkpoint.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/printable.h"
#include "core/checkpoint/assemble.h"
#include "core/checkpoint/fit_preprocessor.h"
#include "core/checkpoint/hub_cache.h"
#include "core/checkpoint/original_config.h"
#include "core/checkpoint/original_keys.h"
#include "core/checkpoint/read_weights.h"
#include "core/checkpoint/weights_files.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

bool any(const StateDict& tensors, const std::string& prefix) {
    const auto it = tensors.lower_bound(prefix);
    return it != tensors.end() && it->first.starts_with(prefix);
}

/// TvltModel alone is saved without the prefix that the other classes put before the encoder.
StateDict withEncoderPrefix(StateDict tensors) {
    if (any(tensors, "tvlt."))
        return tensors;
    StateDict prefixed;
    for (auto& [name, tensor] : tensors) {
        bool encoder = name == "cls_embedding";
        for (const char* root : {"pixel_embeddings.", "audio_embeddings.", "encoder.", "layernorm."})
            encoder = encoder || name.starts_with(root);
        prefixed.emplace(encoder ? "tvlt." + name : name, std::move(tensor));
    }
    return prefixed;
}

/// By the heads that are there, else by what config.json claims.
ModelClass classOf(const StateDict& tensors, const TvltConfig& config, const std::string& claimed) {
    const bool classifier = any(tensors, "classifier.");
    const bool pretraining =
        any(tensors, "encoder_to_decoder.") || any(tensors, "decoder.") || any(tensors, "matching_head.");
    const bool claimsClassifier = claimed == className(ModelClass::Classification);
    if (classifier ? !pretraining || claimsClassifier : !pretraining && claimsClassifier)
        return ModelClass::Classification;
    if ((pretraining || claimed == className(ModelClass::PreTraining)) && (config.task_mae || config.task_matching))
        return ModelClass::PreTraining;
    return ModelClass::Model;
}

std::string text(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? printable(found->get_ref<const std::string&>(), 200)
                                                     : std::string();
}

/// The names of tensors are the file's.
void makePrintable(LoadReport& report) {
    for (auto* names : {&report.missing, &report.unexpected, &report.nonFinite, &report.notes})
        for (std::string& name : *names)
            name = printable(name, 1000);
    for (auto& wrong : report.wrongShape)
        wrong.key = printable(wrong.key);
    report.format = printable(report.format);
}

void openHuggingFace(Checkpoint& checkpoint, const WeightsFiles& files, Weights weights, const LoadOptions& options,
                     const Job& job) {
    const fs::path configPath = files.folder / "config.json";
    std::error_code ec;
    if (!fs::exists(configPath, ec))
        throwNotFound("config.json is needed beside the weights", configPath.string(),
                      "Put the model's config.json into the same folder.");
    const nlohmann::json json = readJsonObject(configPath);
    Assembly assembly;
    assembly.config = configFromJson(json, configPath.string());
    assembly.where = files.files.front().string();
    assembly.tensors = withEncoderPrefix(std::move(weights.tensors));
    const auto claimed = json.find("architectures");
    const bool named =
        claimed != json.end() && claimed->is_array() && !claimed->empty() && claimed->front().is_string();
    assembly.modelClass =
        classOf(assembly.tensors, assembly.config, named ? claimed->front().get<std::string>() : std::string());
    checkpoint.report.format = files.format;
    checkpoint.report.label = text(json, "workbench_label");
    checkpoint.preprocessor = loadPreprocessorConfig(files.folder);
    assemble(checkpoint, std::move(assembly), options, job);
    fitPreprocessor(checkpoint.preprocessor, checkpoint.config, hasPreprocessorFile(files.folder),
                    checkpoint.report.notes);
}

void openOriginal(Checkpoint& checkpoint, const WeightsFiles& files, const Weights& weights, const LoadOptions& options,
                  const Job& job) {
    const std::string where = files.files.front().string();
    OriginalConfig original = inferOriginalConfig(weights.tensors, options, weights.hints, where);
    LoadReport& report = checkpoint.report;
    report.original = true;
    report.format = "authors' checkpoint (" + weights.container + ")";
    report.architecture = original.architecture;
    report.headsAssumed = original.headsAssumed;
    report.notes.insert(report.notes.end(), original.notes.begin(), original.notes.end());
    MappedKeys mapped = mapOriginalKeys(weights.tensors);
    report.unexpected = std::move(mapped.unexpected);
    checkpoint.preprocessor = originalPreprocessor(original);

    Assembly assembly;
    assembly.config = original.config;
    assembly.where = where;
    assembly.tensors = std::move(mapped.tensors);
    if (original.classifier)
        assembly.modelClass = ModelClass::Classification;
    else if (original.config.task_mae || original.config.task_matching)
        assembly.modelClass = ModelClass::PreTraining;
    assemble(checkpoint, std::move(assembly), options, job);
}

/// The last part of a path; of the folders that every run of training names alike, with the run's before it.
std::string shownName(const fs::path& path) {
    const fs::path shown = fs::absolute(path).lexically_normal();
    const fs::path whole = shown.has_filename() ? shown : shown.parent_path();
    const std::string name = whole.filename().string();
    const bool common = name == "best" || name == "last" || name.starts_with("checkpoint-");
    const std::string run = whole.parent_path().filename().string();
    return common && !run.empty() ? run + '/' + name : name;
}

} // namespace

std::shared_ptr<const Checkpoint> loadCheckpoint(const std::string& pathOrId, const LoadOptions& options,
                                                 const Job& job) {
    std::error_code ec;
    const bool local = fs::exists(pathOrId, ec);
    const auto id = local ? std::nullopt : parseHubId(pathOrId);
    const fs::path place = id ? findInHubCache(*id, options.hubCache) : fs::path(pathOrId);
    const WeightsFiles files = findWeights(place);
    const std::string where = files.files.front().string();
    job.check();
    Weights weights = readWeights(files, job.part(0.0, 0.7));

    const auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->name = printable(local ? shownName(pathOrId) : pathOrId);
    checkpoint->report.path = pathOrId;
    checkpoint->weights = place;
    checkpoint->report.notes = weights.notes;
    const Job rest = job.part(0.7, 1.0);
    switch (keyFamily(weights.tensors)) {
    case KeyFamily::HuggingFace:
        openHuggingFace(*checkpoint, files, std::move(weights), options, rest);
        break;
    case KeyFamily::Original:
        openOriginal(*checkpoint, files, weights, options, rest);
        break;
    case KeyFamily::TextTvlt:
        throwUnsupported("is a TVLT for video and text, without an audio encoder", where,
                         "Open one for video and audio.");
    case KeyFamily::ImageMae:
        throwUnsupported("is an image MAE: one encoder for pictures, nothing for sound", where, "Open a TVLT.");
    case KeyFamily::Unknown:
        throwUnsupported("holds no TVLT; its first tensor is \"" +
                             (weights.tensors.empty() ? std::string() : weights.tensors.begin()->first) + "\"",
                         where, "Open a TVLT checkpoint.");
    }
    makePrintable(checkpoint->report);
    job.progress(1.0, "ready");
    return checkpoint;
}

} // namespace tvlt
