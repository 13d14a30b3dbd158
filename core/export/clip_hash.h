#pragma once

#include "core/base/job.h"

#include <string>

namespace tvlt {

struct ClipInfo;

/// SHA-256 of a clip's file, or of its images one after the other; sound from another file is not part of it. Empty
/// where a file cannot be read any more: a figure can still be written. Throws only when cancelled.
[[nodiscard]] std::string clipHash(const ClipInfo& clip, const Job& job = {});

} // namespace tvlt
