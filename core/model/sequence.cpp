#include "core/model/sequence.h"

namespace tvlt {

SequencePlaces sequencePlaces(ModelMode mode, std::int64_t pixels, std::int64_t audios, bool masked) {
    const bool original = mode == ModelMode::Original;
    SequencePlaces places;
    if (!original || (pixels > 0 && !masked))
        places.cls = 0;
    const std::int64_t begin = places.cls ? 1 : 0;
    places.pixel = original ? begin + audios : begin;
    places.audio = original ? begin : begin + pixels;
    places.length = begin + pixels + audios;
    return places;
}

} // namespace tvlt
