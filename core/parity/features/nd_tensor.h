#pragma once

#include "core/features/batch_feature.h"

#include <torch/types.h>

namespace tvlt {

/// The same numbers as the processors take them. int32 and booleans become int64. Throws BadInput for other types.
[[nodiscard]] NdArray ndArray(const torch::Tensor& tensor);
/// A copy. Complex numbers are not handled: BadInput.
[[nodiscard]] torch::Tensor toTensor(const NdArray& array);

/// 16-bit samples as a sound file's reader scales them: float32(x) / 32768.
[[nodiscard]] torch::Tensor scaledSamples(const torch::Tensor& tensor);

} // namespace tvlt
