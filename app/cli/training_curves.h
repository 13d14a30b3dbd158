#pragma once

#include <filesystem>

namespace tvlt {

/// Paints the curves of a run (its folder, or a log.csv) into a .png, .svg or .pdf. As often as wanted, while an
/// Offscreen lives and on its thread. Throws Exception.
void writeCurves(const std::filesystem::path& run, const std::filesystem::path& picture);

} // namespace tvlt
