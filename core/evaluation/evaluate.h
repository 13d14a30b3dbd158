#pragma once

#include "core/base/job.h"
#include "core/evaluation/evaluation_table.h"
#include "core/features/mask.h"

#include <cstdint>
#include <optional>

namespace tvlt {

class ExampleSource;
struct Checkpoint;

struct EvaluationOptions {
    std::optional<double> pixelRatio;       ///< none: the checkpoint's
    std::optional<double> audioRatio;       ///< none: the checkpoint's
    std::optional<AudioMaskType> audioType; ///< none: the checkpoint's
    std::uint64_t seed = 1;                 ///< of masks, hidden frames and shifts
    int batch = 16;                         ///< clips that go through the model together
};

/// Measures checkpoints on all clips of a source that can be used. `pretrained` may lack heads, and `classifier` may be
/// null: what they cannot do is left out of the table. The clips must have the shape that both take. The other clip of
/// a pair is the usable one before, for the first the last; a picture that cannot be shifted one way is shifted the
/// other. The same arguments give the same table, but for rounding where the batch differs. Table.data is left empty.
/// Throws Exception: BadInput for a source without end or without a usable clip, a batch below 1, ratios outside
/// [0, 1], clips that the model does not take, a target that is no class of the classifier, outputs that are not
/// finite; Unsupported for a classifier that has no classes and for checkpoints without any head; Cancelled.
[[nodiscard]] EvaluationTable evaluate(const Checkpoint& pretrained, const Checkpoint* classifier,
                                       const ExampleSource& clips, const EvaluationOptions& options,
                                       const Job& job = {});

/// Throws Unsupported, as evaluate() does, unless the checkpoint tells classes apart.
void checkClassifier(const Checkpoint& checkpoint);

/// The options' masks, the checkpoint's where they say nothing.
[[nodiscard]] MaskSettings maskSettings(const Checkpoint& checkpoint, const EvaluationOptions& options);

} // namespace tvlt
