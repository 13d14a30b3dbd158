#include "core/attention/occlusion.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_inputs.h"
#include "core/attention/head_logits.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"

#include <algorithm>
#include <limits>
#include <span>

namespace tvlt {

using torch::Tensor;

namespace {

constexpr int kTokensAtOnce = 8192; // bounds what a pass over several windows holds
constexpr int kWindowsAtOnce = 32;

/// (windows, tokens): 1 = visible.
Tensor visible(Modality modality, std::span<const OcclusionWindow> windows, const ClipFeatures& features) {
    const int tokens = features.layout.tokens(modality);
    const auto& padded = modality == Modality::Pixel ? features.paddedPixel : features.paddedAudio;
    Tensor mask = torch::ones({static_cast<std::int64_t>(windows.size()), tokens}, torch::kFloat32);
    auto flags = mask.accessor<float, 2>();
    for (std::size_t w = 0; w < windows.size(); ++w) {
        const auto row = static_cast<std::int64_t>(w);
        for (std::size_t token = 0; token < padded.size(); ++token)
            if (padded[token] != 0)
                flags[row][static_cast<std::int64_t>(token)] = 0.0F;
        if (windows[w].modality == modality)
            for (const int token : windows[w].tokens)
                flags[row][token] = 0.0F;
    }
    return mask;
}

/// The clip once for each window.
TvltInputs occluded(const TvltInputs& whole, std::span<const OcclusionWindow> windows, const ClipFeatures& features,
                    const Modules& modules) {
    const auto count = static_cast<std::int64_t>(windows.size());
    TvltInputs inputs;
    if (whole.pixel_values.defined()) {
        inputs.pixel_values = whole.pixel_values.expand({count, -1, -1, -1, -1});
        inputs.pixel_mask = visible(Modality::Pixel, windows, features).to(modules.device);
    }
    if (whole.audio_values.defined()) {
        inputs.audio_values = whole.audio_values.expand({count, -1, -1, -1});
        inputs.audio_mask = visible(Modality::Audio, windows, features).to(modules.device);
    }
    return inputs;
}

Tensor finite(const Tensor& logits, const Checkpoint& checkpoint) {
    Tensor values = logits.to(torch::kCPU, torch::kFloat64);
    if (!torch::isfinite(values).all().item<bool>())
        throwBadInput("the model's output is not finite", checkpoint.name, "Try the dtype f32, or another checkpoint.");
    return values;
}

/// Sums and counts of changes, by token.
struct Changes {
    explicit Changes(int tokens) : sum(static_cast<std::size_t>(tokens)), count(static_cast<std::size_t>(tokens)) {}
    std::vector<double> sum;
    std::vector<int> count;

    [[nodiscard]] std::vector<float> means(const std::vector<std::uint8_t>& padded) const {
        std::vector<float> means(sum.size(), std::numeric_limits<float>::quiet_NaN());
        for (std::size_t i = 0; i < sum.size(); ++i)
            if (count[i] > 0 && (padded.empty() || padded[i] == 0))
                means[i] = static_cast<float>(sum[i] / count[i]);
        return means;
    }
};

} // namespace

Occlusion occlusionOf(const Checkpoint& checkpoint, const ClipFeatures& features, std::optional<int> label,
                      const OcclusionOptions& options, const Job& job) {
    checkHeads(checkpoint, features);
    const torch::InferenceMode inference;
    const Modules& modules = *checkpoint.modules;
    const auto windows = occlusionWindows(features, options);
    const TvltInputs whole = inputsOf(checkpoint, features);
    ForwardOptions forward;
    forward.stop = job.stop;

    job.progress(0.0, "the whole clip");
    const Tensor logits = finite(headLogits(checkpoint, whole, forward), checkpoint).flatten();
    if (label)
        checkLabel(checkpoint, *label, logits.numel());
    const auto chosen = label ? static_cast<std::int64_t>(*label) : logits.argmax().item<std::int64_t>();
    Occlusion occlusion;
    occlusion.output = outputName(checkpoint, chosen);
    occlusion.logit = logits[chosen].item<double>();
    occlusion.windows = static_cast<int>(windows.size());

    const PatchLayout& layout = features.layout;
    const int tokens = 1 + layout.pixelTokens() + layout.audioTokens();
    const auto atOnce = static_cast<std::size_t>(std::clamp(kTokensAtOnce / tokens, 1, kWindowsAtOnce));
    Changes pixel(layout.pixelTokens());
    Changes audio(layout.audioTokens());
    for (std::size_t first = 0; first < windows.size(); first += atOnce) {
        job.progress(static_cast<double>(first) / static_cast<double>(windows.size()),
                     "window " + std::to_string(first + 1) + " of " + std::to_string(windows.size()));
        const auto some = std::span(windows).subspan(first, std::min(atOnce, windows.size() - first));
        const Tensor said =
            finite(headLogits(checkpoint, occluded(whole, some, features, modules), forward), checkpoint)
                .select(1, chosen);
        for (std::size_t w = 0; w < some.size(); ++w) {
            const double change = said[static_cast<std::int64_t>(w)].item<double>() - occlusion.logit;
            Changes& changes = some[w].modality == Modality::Pixel ? pixel : audio;
            for (const int token : some[w].tokens) {
                changes.sum[static_cast<std::size_t>(token)] += change;
                ++changes.count[static_cast<std::size_t>(token)];
            }
        }
    }
    occlusion.values.pixel = pixel.means(features.paddedPixel);
    occlusion.values.audio = audio.means(features.paddedAudio);
    return occlusion;
}

} // namespace tvlt
