#pragma once

#include "core/attention/token_values.h"
#include "core/base/job.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;

/// What a window slides over.
enum class OcclusionOver { Picture, Sound, Both };

/// "picture", "sound", "both".
[[nodiscard]] std::string_view occlusionOverName(OcclusionOver over);
[[nodiscard]] std::optional<OcclusionOver> occlusionOverFromName(std::string_view name);

struct OcclusionOptions {
    OcclusionOver over = OcclusionOver::Both;
    int window = 3; ///< side in patches, at least 1: rows × columns of a frame, steps × bands of a spectrogram
    int stride = 1; ///< patches from one window to the next, at least 1
    bool allFrames = false; ///< a window hides its place in all frames at once
    bool operator==(const OcclusionOptions&) const = default;
};

/// One placed window: the tokens that it hides.
struct OcclusionWindow {
    Modality modality = Modality::Pixel;
    std::vector<int> tokens;
};

/// All windows over a clip, in reading order; the last of each row and column ends at the border, and a window larger
/// than its picture covers all of it. Padding is hidden anyway: windows of nothing else are left out. Throws BadInput
/// for options out of range, or where the clip lacks what is to be hidden.
[[nodiscard]] std::vector<OcclusionWindow> occlusionWindows(const ClipFeatures& features,
                                                            const OcclusionOptions& options);

/// How one output changes when parts of a clip are hidden.
struct Occlusion {
    TokenValues values; ///< per patch: logit with it hidden - logit of the whole, mean over the windows that hide it
    std::string output; ///< whose, as Relevance::output
    double logit = 0.0; ///< of the whole clip
    int windows = 0;
};

/// Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks" (2014), section 4.2, with tokens that no
/// other token can attend to in place of a grey square. Windows go through the model several at a time. `label` as in
/// relevanceOf(). Throws as that and as occlusionWindows().
[[nodiscard]] Occlusion occlusionOf(const Checkpoint& checkpoint, const ClipFeatures& features,
                                    std::optional<int> label, const OcclusionOptions& options, const Job& job = {});

} // namespace tvlt
