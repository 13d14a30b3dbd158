#include "core/analysis/model_inputs.h"

#include "core/analysis/analysis.h"
#include "core/base/job.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"

#include <algorithm>
#include <string>

namespace tvlt {

namespace {

/// (1, tokens): 0 = padding.
torch::Tensor keyMask(const std::vector<std::uint8_t>& padded, int tokens, const Modules& modules) {
    auto mask = torch::ones({1, tokens}, torch::kFloat32);
    for (std::size_t i = 0; i < padded.size(); ++i)
        if (padded[i] != 0)
            mask[0][static_cast<std::int64_t>(i)] = 0.0F;
    return mask.to(modules.device);
}

} // namespace

torch::Tensor modelTensor(const std::vector<float>& values, const std::vector<std::int64_t>& shape,
                          const Modules& modules) {
    const auto view = torch::from_blob(const_cast<float*>(values.data()), shape, torch::kFloat32);
    return view.to(modules.device, modules.dtype);
}

TvltInputs inputsOf(const Checkpoint& checkpoint, const ClipFeatures& features) {
    const Modules& modules = *checkpoint.modules;
    TvltInputs inputs;
    if (features.pixels) {
        const PixelInput& p = *features.pixels;
        inputs.pixel_values = modelTensor(p.values, {1, p.frames, p.channels, p.height, p.width}, modules);
    }
    if (features.audio)
        inputs.audio_values =
            modelTensor(features.audio->values, {1, 1, features.audio->rows, features.audio->mels}, modules);
    // In mode Original the model finds padding by itself. A mask of ones would change nothing.
    if (checkpoint.config.mode == ModelMode::HuggingFace && features.audio && !features.paddedAudio.empty()) {
        inputs.audio_mask = keyMask(features.paddedAudio, features.layout.audioTokens(), modules);
        if (features.pixels)
            inputs.pixel_mask = keyMask({}, features.layout.pixelTokens(), modules);
    }
    return inputs;
}

TokenOrder orderOf(const TokenMask& mask, const Modules& modules) {
    const auto count = static_cast<std::int64_t>(mask.order.size());
    const auto view = torch::from_blob(const_cast<std::int64_t*>(mask.order.data()), {1, count}, torch::kInt64);
    return {view.clone().to(modules.device), mask.keep};
}

ForwardOptions optionsFor(const Job& job, int expectedBlocks) {
    ForwardOptions options;
    options.stop = job.stop;
    options.progress = [&job, expectedBlocks, done = 0](const char* stack, std::int64_t block,
                                                        std::int64_t blocks) mutable {
        const std::string stage = std::string(stack) + ' ' + std::to_string(block + 1) + '/' + std::to_string(blocks);
        job.progress(std::min(1.0, static_cast<double>(done++) / expectedBlocks), stage);
    };
    return options;
}

} // namespace tvlt
