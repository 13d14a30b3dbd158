#pragma once

#include "core/model/config.h"

#include <cstdint>
#include <optional>

namespace tvlt {

/// Where the encoder's sequence holds what: the only place that knows how modalities are joined.
struct SequencePlaces {
    std::optional<std::int64_t> cls; ///< none: the sequence has none
    std::int64_t pixel = 0;          ///< position of the first pixel token, wherever there is one
    std::int64_t audio = 0;
    std::int64_t length = 0;
};

/// Of `pixels` and `audios` tokens (0: the modality is not there, or all of it is hidden); `masked`: of the masked
/// pass. Hugging Face's is [cls, pixel, audio]. The authors' is [cls, audio, pixel], without cls when tokens are masked
/// or when there is sound alone.
[[nodiscard]] SequencePlaces sequencePlaces(ModelMode mode, std::int64_t pixels, std::int64_t audios, bool masked);

} // namespace tvlt
