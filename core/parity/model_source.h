#pragma once

#include "core/checkpoint/modules.h" // modules.h is a header alone: this library does not link core/checkpoint
#include "core/model/config.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace tvlt {

/// A checkpoint that a case asks for, in memory and in evaluation mode.
struct ParityModel {
    TvltConfig config;
    std::shared_ptr<Modules> modules;
};

/// Attention heads that the file does not say but the manifest does.
struct GivenHeads {
    std::optional<int> encoder;
    std::optional<int> decoder;
};

/// Opens a checkpoint on a device with a dtype. Throws Exception.
using ModelLoader = std::function<ParityModel(const std::filesystem::path& checkpoint, torch::Device device,
                                              torch::ScalarType dtype, const GivenHeads& heads)>;

/// Opens a folder with config.json and model.safetensors in Hugging Face's names: all that LibTorch alone can do.
[[nodiscard]] ParityModel loadSafetensorsFolder(const std::filesystem::path& checkpoint, torch::Device device,
                                                torch::ScalarType dtype, const GivenHeads& heads);

/// The checkpoints of a parity folder, each opened once. One thread.
class ModelSource {
  public:
    ModelSource(std::filesystem::path folder, ModelLoader loader, torch::Device device, torch::ScalarType dtype);

    [[nodiscard]] const ParityModel& get(const std::string& relativePath, const GivenHeads& heads = {});
    [[nodiscard]] torch::Device device() const { return device_; }
    [[nodiscard]] torch::ScalarType dtype() const { return dtype_; }

  private:
    std::filesystem::path folder_;
    ModelLoader loader_;
    torch::Device device_;
    torch::ScalarType dtype_;
    std::map<std::string, ParityModel> models_;
};

/// `config` with fields of its JSON form replaced; throws as configFromJson.
[[nodiscard]] TvltConfig withOverrides(const TvltConfig& config, const nlohmann::json& overrides);

/// A new module of the same class with `config` and the parameters of `module`, which must hold all it needs: the
/// values stand, the gradients are its own. Throws BadInput naming a parameter that is not there.
template <class Holder> [[nodiscard]] Holder rebuild(const Holder& module, const TvltConfig& config);

} // namespace tvlt
