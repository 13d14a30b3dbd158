#include "core/export/clip_hash.h"

#include "core/base/error.h"
#include "core/media/clip_info.h"
#include "core/media/sha256.h"

namespace tvlt {

std::string clipHash(const ClipInfo& clip, const Job& job) {
    try {
        return sha256(clip.images.empty() ? std::vector{clip.path} : clip.images, job, "hashing the clip");
    } catch (const Exception& e) {
        if (e.error().kind == Error::Kind::Cancelled)
            throw;
        return {};
    }
}

} // namespace tvlt
