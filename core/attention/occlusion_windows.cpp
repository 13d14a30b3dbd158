// Where windows lie: without LibTorch.
#include "core/analysis/analysis.h"
#include "core/attention/occlusion.h"
#include "core/base/error.h"
#include "core/base/name_table.h"

#include <algorithm>

namespace tvlt {
namespace {

constexpr NameTable<OcclusionOver, 3> kOver{
    {{OcclusionOver::Picture, "picture"}, {OcclusionOver::Sound, "sound"}, {OcclusionOver::Both, "both"}}};

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

} // namespace tvlt
