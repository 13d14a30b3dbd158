#pragma once

#include <QString>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;
struct ClipInfo;

/// The line above the views: clip, segment, frames, recipe.
[[nodiscard]] QString headerText(const ClipInfo* clip, const ClipFeatures* features);
/// Which frames and which seconds the segment gives, by which recipe: for a tooltip.
[[nodiscard]] QString segmentRule(const ClipFeatures* features);
/// A checkpoint's label, as a sentence that nobody overlooks; empty for weights that need none.
[[nodiscard]] QString checkpointWarning(const Checkpoint* checkpoint);
/// The same, and of the demo model what it is worth on this clip.
[[nodiscard]] QString checkpointWarning(const Checkpoint* checkpoint, const ClipInfo* clip);
/// What that label means, and how to open real weights.
[[nodiscard]] QString checkpointWarningHelp(const Checkpoint* checkpoint);
/// For the status bar: name and label.
[[nodiscard]] QString checkpointText(const Checkpoint* checkpoint);
/// What people should know about the clip and its features, one sentence a line.
[[nodiscard]] QString notesText(const ClipInfo* clip, const ClipFeatures* features);

} // namespace tvlt
