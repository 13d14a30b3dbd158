#pragma once

#include "core/base/job.h"
#include "core/base/timeline.h"
#include "core/features/inputs.h"
#include "core/features/patch_layout.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct ClipInfo;
struct FeaturePlan;

/// What a stretch of time holds where the clip has no sound.
enum class Outside { LeftOut, Silent };

/// A stretch of a clip's sound as the model hears it.
struct ClipSound {
    std::optional<AudioInput> audio; ///< whole patches; none: too short for one
    std::vector<std::string> notes;  ///< damage met while decoding
};

/// The spectrogram of `segment` (clip time) by the plan's recipe; the plan's own segment is not looked at. With
/// Outside::Silent the segment may begin before the clip and end after it. Throws Exception.
[[nodiscard]] ClipSound readClipSound(const ClipInfo& clip, const FeaturePlan& plan, const Segment& segment,
                                      Outside outside, const Job& job = {});

/// Per audio token: 1 = padding throughout. Empty: none is.
[[nodiscard]] std::vector<std::uint8_t> paddedTokens(const AudioInput& audio, const PatchLayout& layout);

} // namespace tvlt
