#pragma once

#include "core/base/job.h"

#include <vector>

namespace tvlt {

/// torchaudio.functional.resample with its defaults, as the authors use it: a sinc kernel of 6 zero crossings under a
/// squared cosine, cut off at 0.99 of the lower rate's half, zeros beyond the ends, ceil(n * to / from) samples.
/// Throws BadInput for rates that are not positive or whose kernel would not fit in memory.
[[nodiscard]] std::vector<float> resampleSinc(const std::vector<float>& samples, int from, int to, const Job& job = {});

} // namespace tvlt
