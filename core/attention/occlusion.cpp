#include "core/attention/occlusion.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_inputs.h"
#include "core/attention/head_logits.h"
#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"

#include <algorithm>
#include <limits>
#include <span>

namespace tvlt {

using torch::Tensor;

namespace {

constexpr NameTable<OcclusionOver, 3> kOver{
    {{OcclusionOver::Picture, "picture"}, {OcclusionOver::Sound, "sound"}, {OcclusionOver::Both, "both"}}};

constexpr int kTokensAtOnce = 8192; // bounds what a pass over several windows holds
constexpr int kWindowsAtOnce = 32;

/// Where windows begin along one side of `size` patches.
std::vector<int> starts(int size, int window, int stride) {
    const int last = std::max(0, size - window);
    std::vector<int> all;
    for (int start = 0; start < last; start += stride)
        all.push_back(start);
    all.push_back(last);
    return all;
}

bool hidesSomething(const OcclusionWindow& window, const std::vector<std::uint8_t>& padded) {
    return padded.empty() || std::any_of(window.tokens.begin(), window.tokens.end(),
                                         [&](int token) { return padded[static_cast<std::size_t>(token)] == 0; });
}

void addPicture(std::vector<OcclusionWindow>& windows, const ClipFeatures& features, const OcclusionOptions& options) {
    const PatchLayout& layout = features.layout;
    const int groups = options.allFrames ? 1 : layout.frames;
    for (int group = 0; group < groups; ++group)
        for (const int row : starts(layout.patchRows, options.window, options.stride))
            for (const int col : starts(layout.patchCols, options.window, options.stride)) {
                OcclusionWindow window{Modality::Pixel, {}};
                const int first = options.allFrames ? 0 : group;
                const int end = options.allFrames ? layout.frames : group + 1;
                for (int frame = first; frame < end; ++frame)
                    for (int r = row; r < std::min(layout.patchRows, row + options.window); ++r)
                        for (int c = col; c < std::min(layout.patchCols, col + options.window); ++c)
                            window.tokens.push_back(layout.pixelToken({frame, r, c}));
                if (hidesSomething(window, features.paddedPixel))
                    windows.push_back(std::move(window));
            }
}

void addSound(std::vector<OcclusionWindow>& windows, const ClipFeatures& features, const OcclusionOptions& options) {
    const PatchLayout& layout = features.layout;
    const int steps = features.soundSteps();
    for (const int step : starts(steps, options.window, options.stride))
        for (const int band : starts(layout.bands, options.window, options.stride)) {
            OcclusionWindow window{Modality::Audio, {}};
            for (int s = step; s < std::min(steps, step + options.window); ++s)
                for (int b = band; b < std::min(layout.bands, band + options.window); ++b)
                    window.tokens.push_back(layout.audioToken({s, b}));
            if (hidesSomething(window, features.paddedAudio))
                windows.push_back(std::move(window));
        }
}

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

std::string_view occlusionOverName(OcclusionOver over) {
    return nameIn(kOver, over);
}

std::optional<OcclusionOver> occlusionOverFromName(std::string_view name) {
    return valueIn(kOver, name);
}

std::vector<OcclusionWindow> occlusionWindows(const ClipFeatures& features, const OcclusionOptions& options) {
    if (options.window < 1 || options.stride < 1)
        throwBadInput("takes a number of patches from 1 on", options.window < 1 ? "window" : "stride");
    std::vector<OcclusionWindow> windows;
    if (options.over != OcclusionOver::Sound && features.pixels)
        addPicture(windows, features, options);
    if (options.over != OcclusionOver::Picture && features.audio)
        addSound(windows, features, options);
    if (windows.empty())
        throwBadInput(options.over == OcclusionOver::Sound ? "there is no sound to hide"
                                                           : "there is no picture to hide",
                      features.clip.path.string(), "Slide the window over the other modality.");
    return windows;
}

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
