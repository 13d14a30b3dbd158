#pragma once

#include "core/features/patch_layout.h"

namespace tvlt {

struct AudioInput;
struct Example;
struct TvltConfig;

/// How a model cuts an example into patches.
[[nodiscard]] PatchLayout exampleLayout(const TvltConfig& config, const Example& example);
/// Time steps that are not padding throughout.
[[nodiscard]] int realSteps(const AudioInput& audio, const PatchLayout& layout);

} // namespace tvlt
