#pragma once

#include "core/base/job.h"
#include "core/base/timeline.h"
#include "core/dataset/model_input.h"
#include "core/features/inputs.h"
#include "core/features/patch_layout.h"

#include <string>
#include <vector>

namespace tvlt {

struct Image;

/// How a full example is cut into patches. Throws BadInput for sizes that patches don't fill.
[[nodiscard]] PatchLayout layoutOf(const ModelInput& input);

/// All that `input` says, as text: equal only for equal inputs.
[[nodiscard]] std::string textOf(const ModelInput& input);

/// The times of a segment's frames, seconds.
[[nodiscard]] std::vector<double> frameTimes(const ModelInput& input, const Segment& segment);
/// Samples in a segment.
[[nodiscard]] std::size_t segmentSamples(const ModelInput& input);

/// A segment's frames in model units; throws BadInput when they don't come out in the size that the model takes.
[[nodiscard]] PixelInput segmentPixels(const std::vector<Image>& frames, const ModelInput& input);
/// A segment's sound, at the model's rate, padded to the full number of rows. Throws BadInput as audioHf() does.
[[nodiscard]] AudioInput segmentAudio(const std::vector<float>& samples, const ModelInput& input, const Job& job);

} // namespace tvlt
