#pragma once

#include "core/evaluation/sample_pictures.h"

#include <filesystem>
#include <span>
#include <string>

namespace tvlt {

/// Writes sample clips as one PNG, for looking at: a block per clip, frames from left to right; the original above,
/// and for each ratio what the model saw and what it painted. Call at most once a process. Throws Exception.
void writeGrid(std::span<const SamplePictures> samples, const std::string& title, const std::filesystem::path& path);

} // namespace tvlt
