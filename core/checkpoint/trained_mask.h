#pragma once

#include "core/features/mask.h"

namespace tvlt {

struct Checkpoint;

/// The ratios and the type that the checkpoint's config names: what it is masked with unless a person says otherwise.
[[nodiscard]] MaskSettings trainedMask(const Checkpoint& checkpoint);

} // namespace tvlt
