#pragma once

#include "core/model/state_dict.h"
#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace tvlt::golden {

/// Named results of one case, to compare and to look at.
using Tensors = std::map<std::string, torch::Tensor>;

/// A folder of reference results: manifest.json, checkpoints and tensors.
class Folder {
  public:
    explicit Folder(std::filesystem::path path);

    [[nodiscard]] const nlohmann::json& manifest() const { return manifest_; }
    [[nodiscard]] const nlohmann::json& find(const std::string& name) const;

    /// "file.safetensors#tensor", or {"ref": …, "take_batch"/"take_frames"/"take_rows": n}.
    [[nodiscard]] torch::Tensor tensor(const nlohmann::json& reference) const;
    /// Our own results for a case, under the reference's names. `dtype`: of the model and its inputs;
    /// `runLayer`: ForwardOptions::run_layer.
    [[nodiscard]] Tensors run(const nlohmann::json& testCase, torch::ScalarType dtype = torch::kFloat32,
                              torch::Device device = torch::kCPU,
                              std::function<torch::Tensor(const LayerCall&)> runLayer = {}) const;
    /// The largest difference from the expected tensors that both know; `worst` names it. Infinite for a wrong shape.
    [[nodiscard]] double difference(const nlohmann::json& testCase, const Tensors& ours, std::string& worst) const;

  private:
    struct Inputs;
    [[nodiscard]] Inputs inputs(const nlohmann::json& testCase, const TvltConfig& config, torch::ScalarType dtype,
                                torch::Device device) const;

    std::filesystem::path path_;
    nlohmann::json manifest_;
};

/// A module with a checkpoint's weights; throws when a key does not fit.
template <class Holder>
Holder load(const TvltConfig& config, const StateDict& weights, const std::string& prefix = {}) {
    Holder module(config);
    const auto report = loadStateDict(*module, prefix.empty() ? weights : withoutPrefix(weights, prefix));
    if (!report.missing.empty() || !report.wrongShape.empty())
        throw std::runtime_error("checkpoint does not fit");
    return module;
}

} // namespace tvlt::golden
